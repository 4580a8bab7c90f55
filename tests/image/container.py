"""A container as a runtime starts one from an image, by the kernel's own means: mounts, processes and a network of
its own, the image's user, entrypoint and environment, and on request a root that nothing can be written to."""

import os
import signal
import subprocess

# $1 the root, $2 ro or rw, $3 user:group, $4 working folder, binds as SOURCE:TARGET up to `--`, the command.
START = r"""
set -eu
root=$1 mode=$2 user=$3 folder=$4
shift 4
mount --bind "$root" "$root"
mkdir -p "$root/proc" "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
while [ "$1" != -- ]; do
  source=${1%%:*} target=$root${1#*:}
  if [ -d "$source" ]; then mkdir -p "$target"; else mkdir -p "${target%/*}"; touch "$target"; fi
  mount --bind "$source" "$target"
  shift
done
shift
[ "$mode" = rw ] || mount -o remount,bind,ro "$root"
exec python3 -I -c '
import os, sys, warnings  # what execvpe() imports is not there after chroot()
root, user, folder, *command = sys.argv[1:]
uid, gid = map(int, user.split(":"))
os.chroot(root); os.chdir(folder)
os.setgroups([]); os.setgid(gid); os.setuid(uid)
os.execvpe(command[0], command, os.environ)
' "$root" "$user" "$folder" "$@"
"""


class Network:
    """A network with nothing but a loopback device, for as long as the `with` block lasts."""

    def __enter__(self):
        self._holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec cat"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self._holder.stdout.readline() != b"up\n":
            raise OSError("`unshare --net` gave no network")
        return self

    def __exit__(self, *_):
        self._holder.communicate()

    def enter(self):
        return ["nsenter", f"--net=/proc/{self._holder.pid}/ns/net", "--"]


class Container:
    """One container of an image: `config` is the image's, `root` its file system."""

    def __init__(self, config, root, network):
        self._config, self.root, self._network = config, str(root), network

    def command(self, arguments=None, *, mode="rw", binds=()):
        user = self._config.get("User") or "0:0"
        folder = self._config.get("WorkingDir") or "/"
        entrypoint = self._config.get("Entrypoint") or []
        given = self._config.get("Cmd") or [] if arguments is None else list(arguments)
        return [*self._network.enter(), "unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation",
                "private", "sh", "-c", START, "sh", self.root, mode, user, folder, *binds, "--", *entrypoint, *given]

    def environment(self, **more):
        own = dict(pair.split("=", 1) for pair in self._config.get("Env") or [])
        return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **own, **more}

    def start(self, arguments=None, *, mode="rw", binds=(), env=None, **popen):
        return subprocess.Popen(self.command(arguments, mode=mode, binds=binds), env=self.environment(**(env or {})),
                                stdin=subprocess.DEVNULL, **popen)


def process_one(outer):
    """The process that is number 1 within the container whose `unshare` is `outer`."""
    with open(f"/proc/{outer}/task/{outer}/children", encoding="ascii") as children:
        return int(children.read().split()[0])


def stop(process, seconds=60):
    """As a runtime does: SIGTERM to process 1, and the exit status."""
    os.kill(process_one(process.pid), signal.SIGTERM)
    return process.wait(seconds)

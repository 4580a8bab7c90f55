"""A private store of images, and buildah to fill it. No daemon, no registry: the base images are made of Debian's
packages."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests" / "servers")]

import roots  # noqa: E402

DEBIAN = "localhost/dbmig-test/debian"
MYSQL = "localhost/dbmig-test/mysql"
NEEDED = ("buildah", "mmdebstrap", "unshare", "nsenter", "ip")


def mounts_below(folder):
    """Where something is mounted in the folder, the innermost first."""
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        places = [line.split()[1] for line in mounts]
    return sorted((place for place in places if place.startswith(f"{folder}/")), key=len, reverse=True)


class Store:
    """Images in a folder, until drop()."""

    def __init__(self):
        for needed in NEEDED:
            if not shutil.which(needed):
                raise roots.Unavailable(f"{needed} is not installed")
        if os.geteuid() != 0:
            raise roots.Unavailable("only root can make it")
        tried = subprocess.run(["unshare", "--mount", "--net", "--pid", "--fork", "true"], capture_output=True, text=True,
                               check=False)
        if tried.returncode != 0:
            raise roots.Unavailable(tried.stderr.strip())
        self.folder = folder = pathlib.Path(tempfile.mkdtemp(prefix="dbmig-images."))
        (folder / "tmp").mkdir()
        self.environment = {**os.environ, "CONTAINERS_STORAGE_CONF": f"{folder}/storage.conf",
                            "BUILDAH_ISOLATION": "chroot", "BUILDAH_FORMAT": "docker", "BUILDAH_LAYERS": "true",
                            "TMPDIR": f"{folder}/tmp", "CONTAINER_ENGINE": "buildah"}
        refusal = ""
        for driver in ("overlay", "vfs"):  # the second is slower, and works on any file system
            (folder / "storage.conf").write_text(
                f'[storage]\ndriver = "{driver}"\ngraphroot = "{folder}/{driver}"\nrunroot = "{folder}/run"\n')
            tried = subprocess.run(["buildah", "from", "scratch"], env=self.environment, capture_output=True, text=True,
                                   check=False)
            if tried.returncode == 0:
                return
            refusal = tried.stderr.strip()
        self.drop()
        raise roots.Unavailable(refusal)

    def run(self, *command, **options):
        options = {"check": True, "capture_output": True, "text": True, **options}
        try:
            return subprocess.run(command, env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, **options)
        except subprocess.CalledProcessError as error:
            raise AssertionError(f"{' '.join(map(str, command))}: exit {error.returncode}\n"
                                 f"{(error.stdout or '')[-3000:]}\n{(error.stderr or '')[-6000:]}") from None

    def buildah(self, *arguments, **options):
        return self.run("buildah", *arguments, **options).stdout.strip()

    def config(self, image):
        return json.loads(self.buildah("inspect", "--type", "image", image))["Docker"]["config"]

    def mounted(self, image):
        """The path of the file system of a new container of the image."""
        return pathlib.Path(self.buildah("mount", self.buildah("from", "--pull-never", image)))

    def drop(self):
        """Ends all mounts and removes the folder; not while something of the machine is still mounted in it."""
        subprocess.run(["buildah", "rm", "--all"], env=self.environment, capture_output=True, check=False)
        for place in mounts_below(self.folder):
            subprocess.run(["umount", "--lazy", place], check=False)
        if not mounts_below(self.folder):
            shutil.rmtree(self.folder, ignore_errors=True)


def use_compiler_cache(store):
    """What this machine has compiled already need not be compiled again in the image: the Dockerfile keeps a cache
    for ccache, and here that is the machine's own. Nothing else of the machine gets in."""
    mine = pathlib.Path(subprocess.run(["ccache", "--get-config", "cache_dir"], check=True, capture_output=True,
                                       text=True).stdout.strip())
    mine.mkdir(parents=True, exist_ok=True)
    theirs = store.folder / "tmp" / "buildah-cache" / "dbmig-ccache"
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.symlink_to(mine)


def debian_tar(folder):
    """The files of the image debian:bookworm-slim, nearly: a tar archive that the folder keeps."""
    tar = pathlib.Path(folder) / "debian.tar"
    if tar.exists():
        return tar
    if not shutil.which("mmdebstrap"):
        raise roots.Unavailable("mmdebstrap is not installed")
    if os.geteuid() != 0:
        raise roots.Unavailable("only root can make it")
    mirror = os.environ.get("DBMIG_MIRROR", "http://deb.debian.org/debian")
    sources = "".join(f"deb {where} main\n" for where in (
        f"{mirror} bookworm", f"{mirror} bookworm-updates", f"{mirror}-security bookworm-security"))
    tar.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", "--format=tar",
                           "--aptopt=Acquire::Check-Valid-Until false", "bookworm", f"{tar}.part", "-"], input=sources, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise roots.Unavailable(f"mmdebstrap bookworm: {done.stderr.strip()[-400:]}")
    os.rename(f"{tar}.part", tar)
    return tar


def make_debian(store, folder):
    """What the image debian:bookworm-slim is."""
    container = store.buildah("from", "scratch")
    store.buildah("add", "--quiet", container, str(debian_tar(folder)), "/")
    store.buildah("commit", "--quiet", "--rm", container, DEBIAN)


def make_mysql(store, folder):
    """What the image mysql:8.0 is to ours: a server, its client, and an entrypoint that loads what lies in a folder."""
    root = roots.mysql(folder)
    root.make()
    tree = store.folder / "mysql.tar"
    subprocess.run(["tar", "-cf", tree, "-C", root.root, "--exclude=./data", "--exclude=./proc/*", "--exclude=./dev/*",
                    "--exclude=./run/*", "--exclude=./server.log", "--exclude=./var/lib/apt/lists/*", "."], check=True)
    container = store.buildah("from", "scratch")
    store.buildah("add", "--quiet", container, str(tree), "/")
    store.buildah("copy", "--quiet", container, str(HERE / "entrypoint"), "/usr/local/bin/docker-entrypoint.sh")
    store.buildah("config", "--entrypoint", '["docker-entrypoint.sh"]', "--cmd",
                  "mysqld --no-defaults --user=root --datadir=/var/lib/mysql --mysqlx=OFF --secure-file-priv=NULL "
                  "--bind-address=127.0.0.1 --socket=/run/mysqld/mysqld.sock", container)
    store.buildah("commit", "--quiet", "--rm", container, MYSQL)
    tree.unlink()

"""What checks manifests and pipelines here: kustomize, and packages of npm in a folder that keeps them."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Unavailable(Exception):
    """Such a tool cannot be had here."""


def kept():
    """The folder for what is downloaded; DBMIG_DOWNLOADS names one that outlives the test."""
    folder = pathlib.Path(os.environ.get("DBMIG_DOWNLOADS") or tempfile.mkdtemp(prefix="dbmig-manifests."))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kustomize(folder):
    """The command that renders a folder: the machine's own, or that of the Debian release that has one."""
    fetched = folder / "kustomize" / "usr" / "bin" / "kustomize"
    own = shutil.which("kustomize") or (str(fetched) if fetched.exists() else None)
    if own:
        return [own, "build"]
    kubectl = shutil.which("kubectl")
    if kubectl:
        said = subprocess.run([kubectl, "version", "--client", "-o", "json"], capture_output=True, text=True, check=False)
        if said.returncode == 0 and "kustomizeVersion" in said.stdout:  # since 1.24; that of Debian 12 is too old
            return [kubectl, "kustomize"]
    if not shutil.which("mmdebstrap"):
        raise Unavailable("there is no kustomize, and no mmdebstrap to get one with")
    mirror = os.environ.get("DBMIG_MIRROR", "http://deb.debian.org/debian")
    done = subprocess.run(["mmdebstrap", "--quiet", "--variant=extract", "--aptopt=Acquire::Check-Valid-Until false",
                           "--include=kustomize", "sid", str(folder / "kustomize"), mirror],
                          capture_output=True, text=True, check=False)
    if not fetched.exists():
        raise Unavailable(f"mmdebstrap: {done.stderr.strip()[-400:]}")
    return [str(fetched), "build"]


def packages(folder):
    """A folder with the packages of package.json, exactly those that package-lock.json names."""
    if not shutil.which("npm"):
        raise Unavailable("npm is not installed")
    target = folder / "npm"
    target.mkdir(exist_ok=True)
    stamp = target / "node_modules" / ".package-lock.json"
    lock = (HERE / "package-lock.json").read_bytes()
    if stamp.exists() and (target / "package-lock.json").read_bytes() == lock:
        return target
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, target)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=target,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"npm ci: {done.stderr.strip()[-400:]}")
    return target


def problems_of_types(folder, objects):
    """What the types of the Kubernetes API say against these objects."""
    done = subprocess.run(["node", str(HERE / "types.mjs"), str(folder)], input=json.dumps(objects),
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    return done.stdout.strip()

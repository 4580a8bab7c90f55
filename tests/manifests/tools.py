"""What checks manifests and pipelines here: kustomize, and packages of npm in a folder that keeps them."""

import atexit
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Unavailable(unittest.SkipTest):
    """Such a tool cannot be had here: the test is skipped, and status() says so."""


def status(result):
    """The exit status for what unittest has found: 77, with the reasons, when something was not tested."""
    for reason in sorted({reason for _, reason in result.skipped}):
        print(f"NOT TESTED: {reason}", file=sys.stderr)
    return 1 if not result.wasSuccessful() else 77 if result.skipped else 0


@functools.cache
def kept():
    """The folder for what is downloaded; DBMIG_DOWNLOADS names one that outlives the test."""
    if "DBMIG_DOWNLOADS" not in os.environ:
        folder = tempfile.mkdtemp(prefix="dbmig-manifests.")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return pathlib.Path(folder)
    folder = pathlib.Path(os.environ["DBMIG_DOWNLOADS"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def tried_once(find):
    """As functools.cache, for what may raise Unavailable as well."""

    @functools.cache
    def outcome():
        try:
            return find(), None
        except Unavailable as reason:
            return None, reason

    @functools.wraps(find)
    def again():
        found, reason = outcome()
        if reason:
            raise reason
        return found

    return again


@tried_once
def kustomize():
    """The command that renders a folder: the machine's own, or that of the Debian release that has one."""
    folder = kept()
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


@tried_once
def packages():
    """A folder with the packages of package.json, exactly those that package-lock.json names."""
    folder = kept()
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


def problems_of_types(objects):
    """What the types of the Kubernetes API say against these objects."""
    done = subprocess.run(["node", str(HERE / "types.mjs"), str(packages())], input=json.dumps(objects),
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    return done.stdout.strip()

"""The two programs: Alembic in this process, dbmig as one of its own."""

import contextlib
import dataclasses
import io
import logging
import os
import re
import subprocess
import sys
import warnings

import alembic.config
from alembic.runtime import migration
from alembic.script.base import Script
from alembic.script.revision import RevisionMap

# A migration environment that does what the one of `alembic init` does.
ENV_PY = '''from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.",
                                poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
'''

INI = """[alembic]
script_location = %(here)s/alembic
sqlalchemy.url = {url}

[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARN
handlers = console
qualname =
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
"""


@dataclasses.dataclass
class Answer:
    """What a program did."""

    stdout: str
    stderr: str
    status: int

    @property
    def ok(self):
        return self.status == 0

    @property
    def running(self):
        """The log lines of the steps, from `Running` on."""
        return re.findall(r"Running \w+ .*", self.stderr)


def follow_1_19():
    """What 1.19 does and the 1.8 of Debian does not yet: each line has its row in README.md."""

    def unmerge(self, heads):  # 1.13.1
        others = set(heads).difference([self.revision.revision])
        ancestors_of = self.revision_map._get_ancestor_nodes
        if others:
            below = {r.revision for r in ancestors_of(self.revision_map.get_revisions(others))}
        else:
            below = {r.revision for to in self.to_revisions
                     for r in ancestors_of(self.revision_map.get_revisions(to)) if r.revision != to}
        return tuple(r for r in self.to_revisions if r not in below)

    normalize = RevisionMap._normalize_depends_on

    def in_file_order(self, revisions, map_):  # A set in Alembic: several dependencies have no certain order.
        revisions = list(revisions)
        normalize(self, revisions, map_)
        for revision in revisions:
            kept = revision._normalized_resolved_dependencies
            revision._normalized_resolved_dependencies = tuple(
                d for d in revision._resolved_dependencies if d in kept)

    RevisionMap._normalize_depends_on = in_file_order
    listed = Script._list_py_dir.__func__
    migration.RevisionStep._unmerge_to_revisions = unmerge
    # Files in the order of their names, not of the folder.
    Script._list_py_dir = classmethod(lambda cls, *a: sorted(listed(cls, *a)))


def _config_on_stdout(config):
    """A Config whose stdout is the one of now; it is the one of the import otherwise."""

    def make(*args, **kwargs):
        return config(*args, stdout=sys.stdout, **kwargs)

    return make


class Captured(io.StringIO):
    """A stream that says it is UTF-8; Alembic writes `?` for other letters otherwise."""

    encoding = "utf-8"


class Alembic:
    """The `alembic` command, without starting it."""

    def __init__(self):
        if alembic.__version__.startswith("1.8."):
            follow_1_19()
        alembic.config.Config = _config_on_stdout(alembic.config.Config)
        self.parser = alembic.config.CommandLine(prog="alembic")

    def run(self, folder, *arguments, environment=None):
        out, err, before, status = Captured(), Captured(), os.getcwd(), 0
        kept = dict(os.environ)
        os.environ.update(environment or {})
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), \
                    warnings.catch_warnings():
                warnings.simplefilter("always")
                try:
                    command = alembic.config.CommandLine(prog="alembic") if environment else self.parser
                    command.main(list(arguments))
                except SystemExit as end:
                    status = (end.code or 0) & 255
                except Exception as error:  # What would be a traceback.
                    err.write(f"{type(error).__name__}: {error}\n")
                    status = 1
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(kept)
            logging.getLogger().handlers.clear()
        return Answer(out.getvalue(), err.getvalue(), status)


class Dbmig:
    """The dbmig command."""

    def __init__(self, program):
        self.program = program
        names = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
        self.environment = {k: os.environ[k] for k in names if k in os.environ}

    def run(self, folder, *arguments, environment=None):
        done = subprocess.run([self.program, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True,
                              env=self.environment | (environment or {}))
        return Answer(done.stdout, done.stderr, done.returncode)

"""A PostgreSQL server of a test's own: root lets the system's user `postgres` run it, as it demands."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.prefect_server import any_port


class Postgres:
    """A running server with one database, `prefect`, for whoever asks on loopback."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def url(self) -> str:
        """The address of the database, as Prefect's settings want it."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/prefect"

    def run(self, program: str, *words: str) -> str:
        """Run one of PostgreSQL's programs. Returns what it printed."""
        (path, *_) = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*prefix, str(path), *words]
        return subprocess.run(command, check=True, cwd="/", stdout=subprocess.PIPE, text=True).stdout

    def sql(self, statement: str, database: str = "prefect") -> str:
        """What a statement answers, bare."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database]
        return self.run("psql", "-X", "-q", "-t", "-A", *where, "-c", statement)

    def forget(self) -> None:
        """Lose the database: an empty one stands in its place."""
        self.sql("DROP DATABASE IF EXISTS prefect WITH (FORCE)", "postgres")
        self.sql("CREATE DATABASE prefect", "postgres")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server in a temporary folder."""
    folder = Path(mkdtemp(prefix="thoughtmill-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = Postgres(folder, any_port())
    data, log = str(folder / "data"), str(folder / "log")
    try:
        made.run("initdb", "-D", data, "-U", "postgres", "-A", "trust")
        settings = f"-p {made.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        made.run("pg_ctl", "-D", data, "-l", log, "-w", "-o", settings, "start")
        try:
            made.forget()
            yield made
        finally:
            made.run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

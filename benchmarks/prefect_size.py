"""How much Prefect's database grows by: task runs, flow runs, rows and bytes of campaigns on a fleet, extrapolated.

Three campaigns, one after the other, on one server (PostgreSQL), with two scripted engines and a worker on `cpu`: few
shards, many, and few again that take long. What each adds is explained by three costs: a campaign's own, a shard's, and
an hour's of a living run. From these: 800,000 samples as campaigns/r1-to-qwen-800k.toml shards them. Bytes are those of
tables with their indexes, as PostgreSQL counts them.

    python benchmarks/prefect_size.py
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.fleet import Fleet, a_fleet, scene  # noqa: E402  # the repository's own tests, found by that line
from tests.faults.postgres import Postgres, postgres  # noqa: E402  # as above

SHARD = 12
"""Questions of a shard here: what Prefect records of one does not depend on its size."""

TABLES = "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables"
LIVED = "SELECT coalesce(sum(extract(epoch FROM coalesce(end_time, now()) - start_time)), 0) FROM flow_run"


def main() -> None:
    """Measure, and extrapolate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=int, nargs=2, default=(4, 20), help="of the small and of the large campaign")
    parser.add_argument("--slow-s", type=float, default=30, help="what an answer takes in the campaign that takes long")
    parser.add_argument("--units", type=int, default=3_800, help="shards of the extrapolation, each round counted")
    parser.add_argument(
        "--run-hours", type=float, default=700, help="of the extrapolation: 16 engines each of two teachers"
    )
    told = parser.parse_args()
    few, many = told.shards
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(postgres())
        fleet = stack.enter_context(a_fleet(folder / "home", pace=1.0, postgres=database))
        sizes = [(few, 0.2), (many, 0.2), (few, told.slow_s)]
        grown = [measure(fleet, database, folder / str(n), *size) for n, size in enumerate(sizes)]
    report(grown, told.units, told.run_hours)


def measure(fleet: Fleet, database: Postgres, folder: Path, shards: int, answer_s: float) -> dict[str, float]:
    """What one campaign adds: `rows TABLE`, `bytes TABLE`, `shards` and `hours` that runs lived."""
    folder.mkdir()
    before = counted(database)
    with scene(fleet, folder, answer_s, sums=SHARD * shards, quota=SHARD * shards) as at:
        at.produce()
        state = fleet.wait(at.run)
        assert state.is_completed(), state.message
        assert not fleet.left_running()
        traces = len(list(at.store.commits("traces")))
    time.sleep(10)  # logs and events come late
    after = counted(database)
    return {name: after[name] - before.get(name, 0) for name in after} | {"shards": traces}


def counted(database: Postgres) -> dict[str, float]:
    """Rows and bytes of every table, and the hours that runs have lived."""
    database.sql("ANALYZE")
    found = {"hours": float(database.sql(LIVED)) / 3600}
    for line in database.sql(TABLES).splitlines():
        table, size = line.split("|")
        found[f"bytes {table}"] = float(size)
        found[f"rows {table}"] = float(database.sql(f"SELECT count(*) FROM {table}"))  # noqa: S608  # as it was listed
    return found


def report(grown: list[dict[str, float]], units: int, hours: float) -> None:
    """A table: what each campaign added, a shard's and an hour's cost, and the extrapolation."""
    tables = sorted({name.partition(" ")[2] for one in grown for name in one if name.startswith("bytes ")})
    known = np.array([[1, one["shards"], one["hours"]] for one in grown])
    lived = ", ".join(f"{one['shards']} shards, {one['hours'] * 60:.1f} minutes of runs" for one in grown)
    print(f"campaigns: {lived}\n")
    print(f"| | each campaign | a shard | an hour of a run | {units:,} shards, {hours:,.0f} hours |")
    print("|---|---|---:|---:|---:|")

    def costs(of: Callable[[dict[str, float]], float]) -> tuple[str, np.ndarray, float]:
        added = [of(one) for one in grown]
        solved = np.linalg.solve(known, np.array(added))
        return " / ".join(f"{one:,.0f}" for one in added), solved, float(solved @ [1, units, hours])

    rows: list[tuple[str, str, np.ndarray, float]] = []
    for kind in ("rows", "bytes"):
        of_tables = [
            (f"{kind} {table}", *costs(lambda one, t=table, k=kind: one.get(f"{k} {t}", 0))) for table in tables
        ]
        everything = costs(lambda one, k=kind: sum(n for name, n in one.items() if name.startswith(f"{k} ")))
        rows += sorted(of_tables, key=lambda row: -row[3])[:12]
        rows.append((f"all {kind}", *everything))
    for name, added, solved, total in rows:
        print(f"| {name} | {added} | {solved[1]:,.1f} | {solved[2]:,.0f} | {total:,.0f} |")


if __name__ == "__main__":
    main()

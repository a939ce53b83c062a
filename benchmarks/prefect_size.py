"""How much Prefect's database grows by: task runs, flow runs, rows and bytes of campaigns on a fleet, extrapolated.

Three campaigns, one after the other, on one server (PostgreSQL), with two scripted engines and a worker on `cpu`: few
shards, many, and few again that take long. What each adds is explained by three costs: a campaign's own, a shard's, and
an hour's of a living run. From these: 800,000 samples as campaigns/r1-to-qwen-800k.toml shards them. Tables so small
are mostly empty pages, so bytes are rows times the bytes of a row in a copy of the table, with its indexes, filled up.
A run writes fewer log lines the longer it lives, one a minute after an hour: the hour's here are those of its first.

    python benchmarks/prefect_size.py
"""

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.fleet import Fleet, a_fleet, scene  # noqa: E402  # the repository's own tests, found by that line
from tests.faults.postgres import Postgres, postgres  # noqa: E402  # as above

SHARD = 12
"""Questions of a shard here: what Prefect records of one does not depend on its size."""

MANY = 1_000
"""Of tables that come to less, nothing is told."""

COPIED = 20_000
"""Rows of such a copy."""

TABLES = "SELECT relname FROM pg_stat_user_tables"
COLUMNS = """SELECT string_agg(CASE data_type WHEN 'uuid' THEN 'gen_random_uuid()' ELSE quote_ident(column_name) END,
',')
FROM (SELECT * FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'
ORDER BY ordinal_position) AS every"""
FILLED = """CREATE TABLE copy_of_{table} (LIKE {table} INCLUDING ALL);
INSERT INTO copy_of_{table} SELECT {columns} FROM {table}, generate_series(1, {times})"""
SIZE = "SELECT pg_total_relation_size('copy_of_{table}') / count(*)::float FROM copy_of_{table}"
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
        tables = sorted({name.partition(" ")[2] for one in grown for name in one if name.startswith("rows ")})
        known = np.array([[1, one["shards"], one["hours"]] for one in grown])
        costs = {table: np.linalg.solve(known, [one.get(f"rows {table}", 0) for one in grown]) for table in tables}
        end = np.array([1, told.units, told.run_hours])
        size = {table: row_bytes(database, table) for table, cost in costs.items() if cost @ end > MANY}
    report(grown, costs, end, size)


def measure(fleet: Fleet, database: Postgres, folder: Path, shards: int, answer_s: float) -> dict[str, float]:
    """What one campaign adds: `rows TABLE`, `shards` and `hours` that runs lived."""
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
    """Rows of every table, and the hours that runs have lived."""
    found = {"hours": float(database.sql(LIVED)) / 3600}
    for table in database.sql(TABLES).splitlines():
        found[f"rows {table}"] = float(database.sql(f"SELECT count(*) FROM {table}"))  # noqa: S608  # as it was listed
    return found


def row_bytes(database: Postgres, table: str) -> float:
    """What a row of a table takes, with its indexes, where there are many."""
    columns = database.sql(COLUMNS.format(table=table)).strip()
    rows = int(database.sql(f"SELECT count(*) FROM {table}"))  # noqa: S608  # as it was listed
    database.sql(FILLED.format(table=table, columns=columns, times=COPIED // rows + 1))
    return float(database.sql(SIZE.format(table=table)))


def report(
    grown: list[dict[str, float]], costs: dict[str, np.ndarray], end: np.ndarray, size: dict[str, float]
) -> None:
    """A table: rows that each campaign added, a shard's and an hour's, and rows and bytes of the extrapolation."""
    lived = ", ".join(f"{one['shards']} shards, {one['hours'] * 60:.1f} minutes of runs" for one in grown)
    print(f"campaigns: {lived}; extrapolated: {end[1]:,.0f} shards, {end[2]:,.0f} hours of runs\n")
    print("| rows of | each campaign | a shard | an hour of a run | extrapolated | bytes a row | MB |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for table in sorted(size, key=lambda table: -size[table] * (costs[table] @ end)):
        added = " / ".join(f"{one.get(f'rows {table}', 0):,.0f}" for one in grown)
        cost, rows = costs[table], costs[table] @ end
        figures = (
            f"{cost[1]:,.1f} | {cost[2]:,.0f} | {rows:,.0f} | {size[table]:,.0f} | {size[table] * rows / 1e6:,.0f}"
        )
        print(f"| {table} | {added} | {figures} |")
    print(f"all: {sum(size[table] * (costs[table] @ end) for table in size) / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()

"""SQL over a store: the views are the datasets, nothing else of the machine is touched, errors say what to do."""

import csv
import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, walk
from tests.places import PLACES, overwrite
from tests.small_campaign import prepared, write_traces
from tests.terminal import Terminal
from thoughtmill.errors import QueryError, StoreError
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.store.dataset import KINDS
from thoughtmill.store.sql import answer
from thoughtmill.store.store import Store

EARLIER = ROOT / "tests" / "store" / "fixtures" / "store-7c69906" / "store"


@pytest.fixture
def earlier(tmp_path: Path) -> Store:
    return Store.existing(str(shutil.copytree(EARLIER, tmp_path / "earlier")))


def asked(store: Store, query: str) -> list[tuple[object, ...]]:
    with answer(store, query) as found:
        return list(found.rows)


def test_each_view_is_the_dataset_of_its_name(earlier: Store) -> None:
    assert asked(earlier, "show tables") == [(kind,) for kind in sorted(KINDS)]
    for kind, about in KINDS.items():
        assert [row[0] for row in asked(earlier, f"describe {kind}")] == about.columns.names
        assert asked(earlier, f"select count(*) from {kind}") == [(earlier.dataset(kind).count_rows(),)]


def test_what_was_kept_is_counted_by_domain(earlier: Store) -> None:
    query = "select part, domain, count(*) from verdicts where reason is null group by all order by all"
    assert asked(earlier, query) == [("general", "writing", 6), ("reasoning", "math", 22)]


@pytest.mark.parametrize("place", PLACES)
def test_a_store_anywhere_is_asked(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = str(tmp_path / "store") if place == "folder" else request.getfixturevalue("bucket")
    store, _, questions = prepared(tmp_path, store=url)
    rows = asked(
        Store.existing(url), "select part, count(distinct question_id), count(distinct key) from questions group by 1"
    )
    assert sorted(rows) == [("general", 6, 1), ("reasoning", 12, 1)]
    assert questions.key == store.keys("questions")[0]


REFUSED = """
copy (select 1) to 'out.csv'
copy traces to 'out.parquet'
export database 'out'
attach 'out.db'
attach 'secret.db' as other
select * from read_csv('secret')
select * from read_csv_auto('/etc/passwd')
select * from read_text('secret')
select * from read_blob('secret')
select * from read_json('secret')
select * from read_parquet('secret.parquet')
select * from parquet_metadata('secret.parquet')
select * from 'secret'
select * from "secret"
select * from 'secret.parquet'
select * from glob('*')
select * from sniff_csv('secret')
select * from (select * from read_csv('secret'))
with x as (from read_text('secret')) select * from x
select (select content from read_text('secret'))
explain analyze copy (select 1) to 'out.csv'
explain analyze select * from read_text('secret')
select * from read_text('https://example.org')
select * from 's3://bucket/key.parquet'
install httpfs
load httpfs
force install spatial from community
set enable_external_access = true
reset enable_external_access
set lock_configuration = false
set temp_directory = 'out'
set allowed_directories = ['/']
pragma enable_profiling
pragma temp_directory = 'out'
call enable_logging(storage = 'file', storage_path = 'out')
select * from enable_logging()
select * from duckdb_extensions()
create secret (type s3)
create table t as select 1
create view traces as select 1
drop view traces
insert into traces values (1)
delete from traces
select getenv('HOME')
select * from store
select * from views
import database 'out'
checkpoint
prepare p as select 1
select 1; copy (select 1) to 'out.csv'
select 1; select 2
vacuum
use memory
selec 1
select * from nowhere
select nothing from traces
select count(* from traces
select error('no')
select 1 / 'a'
select cast('a' as integer)
select timestamp 'infinity'
"""


@pytest.fixture
def untouched(earlier: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store, asked from a folder with a secret; afterwards both are as they were."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "secret").write_text("nobody may see this")
    shutil.copy(next(EARLIER.rglob("plan.parquet")), here / "secret.parquet")
    monkeypatch.chdir(here)
    before = sorted(here.iterdir()), sorted(earlier.root.rglob("*"))
    yield earlier
    assert (sorted(here.iterdir()), sorted(earlier.root.rglob("*"))) == before


def test_what_is_no_reading_of_the_store_is_refused_and_touches_no_file(untouched: Store) -> None:
    def holds(query: str) -> None:
        with pytest.raises(QueryError, match=r"(?s)^expected .*\nfound .*\nto do ") as refused:
            asked(untouched, query)
        assert "nobody" not in str(refused.value)

    queries = ["", " ", ";", "-- nothing", "\ud800", *REFUSED.strip().splitlines()]
    walk([(query,) for query in queries], holds)


@pytest.mark.parametrize(
    "query", ["", "selec", "copy traces to 'out.csv'", "select * from read_text('secret')", "\udcff"]
)
def test_what_is_refused_is_three_lines(query: str, untouched: Store, thoughtmill: Terminal) -> None:
    shown = thoughtmill("sql", untouched.url, query)
    assert shown.returncode == 1
    assert [word for word in ("expected  ", "found     ", "to do     ") if f"\n{word}" in f"\n{shown.stdout}"] == [
        *("expected  ", "found     ", "to do     ")
    ]


@pytest.mark.parametrize("place", PLACES)
def test_a_damaged_file_is_named_as_the_store_names_it(
    place: str, tmp_path: Path, request: pytest.FixtureRequest, thoughtmill: Terminal
) -> None:
    url = str(tmp_path / "store") if place == "folder" else request.getfixturevalue("bucket")
    store, _, questions = prepared(tmp_path, store=url)
    file = questions.file("held-out.parquet")
    overwrite(store, file.path, store.storage.read(file.path)[:-1] + b"x")
    with pytest.raises(StoreError, match=file.sha256):
        asked(store, "select * from held_out")
    assert len(asked(store, "select * from questions")) == 18
    shown = thoughtmill("sql", url, "select count(*) from held_out, questions", "--json")
    assert shown.returncode == 1
    assert shown.stdout.startswith(f"expected  {file.path}")


HOSTILE = '\x1b[2J\x1b]0;title\x07 \x9b31m \u202edlrow [red]x[/red] a,"b"\r\n=1+1'
OBEYED = ("\x1b", "\x07", "\x9b", "\u202e")


@pytest.fixture
def hostile(tmp_path: Path) -> Store:
    """A store in which a teacher wrote what a terminal would obey."""
    store, found, questions = prepared(tmp_path)
    (unit, *_) = next_units(Ledger(store, found, questions), ["reasoning"])
    write_traces(store, unit, questions, lambda *_: HOSTILE)
    return store


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "thoughtmill", *words]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.slow
def test_a_table_and_json_hold_no_sign_that_a_terminal_obeys_and_json_and_csv_are_exact(hostile: Store) -> None:
    query = 'select text as "t\x1b", text, octet_length(encode(text)) as n from traces limit 2'
    for form in ((), ("--json",)):
        shown = run("sql", hostile.url, query, *form)
        assert (shown.returncode, shown.stderr) == (0, b"")
        assert not [sign for sign in OBEYED if sign in shown.stdout.decode()]
    rows = [json.loads(line) for line in run("sql", hostile.url, query, "--json").stdout.splitlines()]
    assert [(row["t\x1b"], row["text"], row["n"]) for row in rows] == [(HOSTILE, HOSTILE, len(HOSTILE.encode()))] * 2
    written = run("sql", hostile.url, query, "--csv").stdout.decode()
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["t\x1b", "text", "n"],
        *[[HOSTILE, HOSTILE, str(len(HOSTILE.encode()))]] * 2,
    ]


def test_csv_on_a_terminal_is_shown_and_not_obeyed(hostile: Store) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "thoughtmill", "sql", hostile.url, "select text from traces limit 1", "--csv"]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs) as program:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += (block := os.read(ours, 4096))
            except OSError:  # as Linux tells the end of a terminal
                break
            if not block:
                break
    assert program.returncode == 0
    assert "title" in shown.decode()
    assert not [sign for sign in OBEYED if sign in shown.decode()]


def test_a_terminal_gets_the_beginning_and_says_so_and_a_program_gets_all(
    earlier: Store, thoughtmill: Terminal
) -> None:
    query = "select i, repeat('x', 1000) as text from range(1000) t(i)"
    shown = thoughtmill("sql", earlier.url, query).stdout
    assert "(1,000 characters)" in shown
    assert "the first 200 rows" in shown
    lines = thoughtmill("sql", earlier.url, query, "--json").stdout.splitlines()
    assert [json.loads(line)["i"] for line in lines] == list(range(1000))
    assert {len(json.loads(line)["text"]) for line in lines} == {1000}


def test_values_of_every_kind_are_written(earlier: Store, thoughtmill: Terminal) -> None:
    query = """select 1 as n, sum(1) as s, 1.5 as d, 'nan'::double as nan, null as nothing, true as yes,
        {'a': [1, 2]} as nested, map {'k': 1} as m, timestamptz '2026-01-02 03:04:05+00' as t, date '2026-01-02' as day,
        interval 1 day as span, '\\xAB'::blob as bytes, uuid '00000000-0000-0000-0000-000000000001' as id"""
    told = json.loads(thoughtmill("sql", earlier.url, query, "--json").stdout)
    assert [told[name] for name in ("n", "s", "d", "nan", "nothing", "yes", "nested")] == [
        *(1, 1, 1.5, None, None, True, {"a": [1, 2]})
    ]
    assert (told["t"], told["day"], told["bytes"]) == ("2026-01-02T03:04:05Z", "2026-01-02", "ab")
    (_, row) = csv.reader(io.StringIO(thoughtmill("sql", earlier.url, query, "--csv").stdout))
    assert row[:7] == ["1", "1", "1.5", "null", "", "true", '{"a":[1,2]}']
    assert "NULL" in thoughtmill("sql", earlier.url, query).stdout


def test_two_columns_of_one_name_are_refused_as_json_and_written_as_csv(earlier: Store, thoughtmill: Terminal) -> None:
    shown = thoughtmill("sql", earlier.url, "select 1 as a, 2 as a", "--json")
    assert (shown.returncode, shown.stdout.startswith("expected ")) == (1, True)
    assert thoughtmill("sql", earlier.url, "select 1 as a, 2 as a", "--csv").stdout == "a,a\n1,2\n"


def test_an_error_of_whoever_reads_the_rows_stays_theirs(earlier: Store) -> None:
    with pytest.raises(ValueError, match="mine"), answer(earlier, "select 1"):
        raise ValueError("mine")


def test_rows_that_nobody_reads_are_not_computed(earlier: Store) -> None:
    with answer(earlier, "select i from range(1000000000000) t(i)") as found:
        assert next(found.rows) == (0,)


@pytest.mark.slow
def test_ctrl_c_ends_a_long_query_without_a_word_and_leaves_nothing(earlier: Store, tmp_path: Path) -> None:
    (spill := tmp_path / "tmp").mkdir()
    query = "select count(*) from range(100000000000000) t(i) where hash(i) = 5"
    command = [sys.executable, "-m", "thoughtmill", "sql", earlier.url, query]
    env = {**os.environ, "TMPDIR": str(spill)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as program:
        while not list(spill.iterdir()):
            assert program.poll() is None
            time.sleep(0.1)
        time.sleep(2)
        program.send_signal(signal.SIGINT)
        time.sleep(0.1)
        program.send_signal(signal.SIGINT)
        told = program.communicate(timeout=120)
    assert (program.returncode in (130, -signal.SIGINT), *told) == (True, b"", b"")
    assert not list(spill.iterdir())


def test_a_pipe_that_is_read_no_further_ends_it_without_a_word(earlier: Store) -> None:
    words = f"{sys.executable} -m thoughtmill sql {earlier.url} 'select i from range(1000000) t(i)' --csv | head -n 2"
    done = subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("i\n0\n", "")

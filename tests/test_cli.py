"""The command line: help that a newcomer understands, and three lines instead of a traceback."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.small_campaign import campaign, prepared, right, run_rounds, write_toml, write_traces
from tests.terminal import Terminal
from thoughtmill.cli.store_commands import STORE_COMMANDS
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store

EARLIER = ROOT / "tests" / "store" / "fixtures" / "store-7c69906"


def test_every_command_explains_itself(thoughtmill: Terminal) -> None:
    shown = thoughtmill("--help")
    names = ["produce", *(command.name for command in STORE_COMMANDS), "exclude", "try"]
    assert (shown.returncode, [name for name in names if f"\n    {name} " not in shown.stdout]) == (0, [])
    for name in names:
        explained = thoughtmill(name, "--help")
        assert explained.returncode == 0
        assert explained.stdout.startswith(f"usage: thoughtmill {name} ")


def test_the_installed_program_is_this_command_line_wherever_it_is_started(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("thoughtmill")
    shown = subprocess.run([program, "produce", "no.toml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (1, "")
    assert shown.stdout.startswith("expected  a campaign file"), shown.stdout


@pytest.mark.parametrize("words", [("nonsense",), ("nonsense", "--help")])
def test_a_command_that_there_is_not_is_three_lines(words: tuple[str, ...], thoughtmill: Terminal) -> None:
    shown = thoughtmill(*words)
    assert shown.returncode == 1
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["expected", "found", "to"]
    assert "'nonsense'" in shown.stdout
    assert "status" in shown.stdout


def test_status_and_check_read_a_store_and_change_nothing(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    publish(Ledger(store, found, questions))
    before = sorted(str(path) for path in store.root.rglob("*"))
    shown = thoughtmill("status", str(store.root))
    assert shown.returncode == 0
    assert "8 of 8 samples" in shown.stdout
    assert thoughtmill("check", str(store.root)).returncode == 0
    assert sorted(str(path) for path in store.root.rglob("*")) == before


def test_check_names_the_damaged_file_and_exits_1(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    victim = store.root / next(store.commits("traces")).files[0].path
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(bytes(content))
    shown = thoughtmill("check", str(store.root))
    assert shown.returncode == 1
    assert victim.name in shown.stdout


@pytest.mark.parametrize("command", ["status", "check", "report"])
def test_what_a_person_can_mend_is_three_lines(command: str, tmp_path: Path, thoughtmill: Terminal) -> None:
    shown = thoughtmill(command, str(tmp_path / "nothing"))
    assert shown.returncode == 1
    assert shown.stdout.startswith("expected")
    assert "to do" in shown.stdout
    assert not (tmp_path / "nothing").exists(), "looking must not make a store"


def test_report_writes_a_page(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    out = tmp_path / "page.html"
    assert thoughtmill("report", str(store.root), "--out", str(out)).returncode == 0
    assert "8 of 8 samples" in out.read_text()


def reported(thoughtmill: Terminal, store: Store, out: Path) -> str:
    shown = thoughtmill("report", str(store.root), "--out", str(out))
    assert shown.returncode == 0, shown.stdout
    return out.read_text(encoding="utf-8")


def test_a_report_is_written_at_every_stage_of_the_way_into_a_folder_that_it_makes(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    found = campaign(tmp_path)
    store = Store.open(found.store_url())
    freeze(store, found)
    assert "0 of 8 samples" in reported(thoughtmill, store, tmp_path / "a" / "campaign.html")
    questions = prepare(store, found)
    assert "0 of 8 samples" in reported(thoughtmill, store, tmp_path / "a" / "b" / "questions.html")
    (unit, *_) = next_units(Ledger(store, found, questions), ["reasoning"])
    write_traces(store, unit, questions, right)
    assert "0 of 8 samples" in reported(thoughtmill, store, tmp_path / "traces.html")
    earlier = Store.existing(str(shutil.copytree(EARLIER / "store", tmp_path / "earlier")))
    assert "8 of 8 samples" in reported(thoughtmill, earlier, tmp_path / "imported.html"), (
        "some of its traces were imported"
    )


def test_a_report_that_cant_be_written_is_three_lines(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, _, _ = prepared(tmp_path)
    (tmp_path / "file").write_text("")
    shown = thoughtmill("report", str(store.root), "--out", str(tmp_path / "file" / "page.html"))
    assert shown.returncode == 1
    about, *error = shown.stdout.splitlines()
    assert about.startswith("about the campaign small")
    assert error[0].startswith("expected")


def test_a_report_is_never_written_over_what_it_is_made_from(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, _, _ = prepared(tmp_path)
    file = write_toml(tmp_path)
    record = next(path for path in store.root.rglob("*") if path.is_file())
    before = file.read_bytes(), record.read_bytes()
    for out in (file, record):
        shown = thoughtmill("report", str(store.root), "--campaign", str(file), "--out", str(out))
        assert shown.returncode == 1
        assert "expected  a file that is not read" in shown.stdout
    assert (file.read_bytes(), record.read_bytes()) == before


def test_where_several_campaigns_are_frozen_the_last_one_is_named_and_another_can_be(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    again = freeze(store, campaign(tmp_path, name="renamed"))
    out = tmp_path / "page.html"
    shown = thoughtmill("report", str(store.root), "--out", str(out))
    assert shown.stdout.startswith(f"about the campaign renamed: {again.key}, frozen")
    assert "renamed" in out.read_text()
    told = thoughtmill("status", str(store.root)).stdout
    first = next(key for key in store.keys("campaigns") if key != again.key)
    assert re.search(rf"campaign {again.key}, frozen .*: the newest\n[^|]*renamed: ", told)
    assert re.search(rf"campaign {first}, frozen .*: an earlier one", told)
    assert told.index(again.key) < told.index(first)
    file = str(write_toml(tmp_path))
    shown = thoughtmill("report", str(store.root), "--out", str(out), "--campaign", file)
    assert shown.stdout.startswith(f"about the campaign small: the file {file}\n")
    assert "renamed" not in out.read_text()

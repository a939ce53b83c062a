"""Train, compare and import a student, and look at it: only the store is needed, and no Prefect."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from thoughtmill import event_loop
from thoughtmill.campaign import Campaign
from thoughtmill.cli.command import Command, of_campaign, of_store, typed
from thoughtmill.cli.named import frozen, newest, shard
from thoughtmill.cli.serving import sayer, served_here
from thoughtmill.engine.client import Sampling
from thoughtmill.engine.endpoint import engine_at
from thoughtmill.engine.local import RunningEngine, borrowed_engine
from thoughtmill.evaluation.examine import Asked, commit_comparison, comparison_key, examine
from thoughtmill.machine import held_gpus, home
from thoughtmill.questions.held_out import added_exams, held_out_of, require_held_out
from thoughtmill.reporting.curve import curve_lines
from thoughtmill.reporting.plain import visible
from thoughtmill.reporting.text import print_comparison
from thoughtmill.store.leases.lease import held
from thoughtmill.store.store import Commit, Store
from thoughtmill.student.base import Base, base_of, recipe_base
from thoughtmill.student.card import model_card
from thoughtmill.student.curve import curve_of
from thoughtmill.student.imported import import_student
from thoughtmill.student.labels import first_in
from thoughtmill.student.train import TrainingProgress, student_id, student_weights, train


def run_train(given: Namespace, console: Console) -> int:
    """Train the campaign's student on a release, once; a student that is committed is not trained again."""
    store = Store.existing(given.store)
    campaign = frozen(store, given, console)
    release, recipe = shard(store, "releases", given.release), campaign.trained()
    name = student_id(release.key, recipe)
    if store.find("students", name):
        console.print(f"student {name} is committed already: nothing is trained")
    else:
        say = sayer(console)
        with (
            held(store.storage, f"train-{name}", "trains this student", tell=say) as lease,
            held_gpus("trains a student", say),
            _bar(console, "training") as (progress, bar),
        ):

            def tell(now: TrainingProgress) -> None:
                loss = f"loss {now.loss:.3f}" if now.loss is not None else f"on {now.device}"
                progress.update(bar, completed=now.done, total=now.steps, said=loss)
                if now.loss is None:
                    say(f"begins after step {now.done:,} of {now.steps:,}, {now.device}")

            weights = recipe_base(campaign, recipe).weights
            commit = train(store, release, recipe, weights, home() / "work", tell, lease.expect)
        _print_student(store, commit, console)
    if campaign.evaluation:
        compare = typed("compare", given.store, name, "--campaign", given.campaign)
        console.print(f"next: {compare}", soft_wrap=True)
    return 0


def run_compare(given: Namespace, console: Console) -> int:
    """Ask base and student the campaign's held-out questions, once, and show what came of it."""
    store = Store.existing(given.store)
    campaign = frozen(store, given, console)
    student = shard(store, "students", given.student)
    key = comparison_key(student.key, campaign, added_exams(store))
    found = store.find("comparisons", key)
    if found is None:
        require_held_out(store)
        say = sayer(console)
        with held(store.storage, f"compare-{key}", "compares this student", tell=say):
            found = store.find("comparisons", key)  # by whoever held the lease before
            if found is None:
                answers = _asked(store, campaign, student, given, console)
                found = commit_comparison(store, campaign, student.key, answers)
    print_comparison(found.facts, console)
    console.print(f"comparison {found.key}", soft_wrap=True)
    return 0


def _asked(store: Store, campaign: Campaign, student: Commit, given: Namespace, console: Console) -> pa.Table:
    """The answers of base and student, one model after the other."""
    base, served = base_of(campaign, student), f"student-{student.key}"
    tables: list[pa.Table] = []
    with _engine(given.base_url, given.base_model, base, campaign, console) as running:
        tables += [_ask(store, campaign, asked, running, console) for asked in ("base-bare", "base-told")]
    folder = student_weights(store, student.key)
    weights = "" if given.student_url else str(folder)
    with _engine(given.student_url, given.student_model, Base(served, weights, {}), campaign, console) as running:
        tables.append(_ask(store, campaign, "student-bare", running, console, first_in(folder)))
    return pa.concat_tables(tables)


def _ask(
    store: Store, campaign: Campaign, asked: Asked, running: RunningEngine, console: Console, first: str = ""
) -> pa.Table:
    questions = held_out_of(store)
    with _bar(console, asked) as (progress, bar):
        progress.update(bar, total=len(questions))

        def tell(done: int) -> None:
            progress.update(bar, completed=done)

        told = campaign.examined(), tell, running.revive, first
        return event_loop.run(examine(running.engine, questions, asked, *told))


@contextmanager
def _engine(
    url: str | None, model: str | None, base: Base, campaign: Campaign, console: Console
) -> Iterator[RunningEngine]:
    """The engine at a URL, or one that is started here and ended after."""
    evaluation = campaign.examined()
    if url:
        sampling = Sampling(evaluation.temperature, 1.0, evaluation.max_tokens)
        with borrowed_engine(engine_at(url, model or base.model), sampling) as running:
            yield running
        return
    with served_here(base.model, base.weights, {**base.serve, **evaluation.serve}, console) as running:
        yield running


def run_import(given: Namespace, console: Console) -> int:
    """Commit a model that was trained elsewhere, so that it is compared as any other."""
    store = Store.existing(given.store)
    release = shard(store, "releases", given.release)
    commit = import_student(store, given.folder, release, given.base, given.by)
    console.print(f"student {commit.key} of release {release.key}: {len(commit.files)} files", soft_wrap=True)
    console.print(f"next: {typed('compare', given.store, commit.key)}", soft_wrap=True)
    return 0


def run_card(given: Namespace, console: Console) -> int:
    """Print the card of a student, with the figures of its newest comparison."""
    store = Store.existing(given.store)
    student = shard(store, "students", given.student)
    compared = [commit for commit in store.commits("comparisons") if commit.facts["student"] == student.key]
    last = max(compared, key=lambda commit: commit.created_at, default=None)
    release = store.get("releases", student.facts["release_id"])
    console.file.write(visible(model_card(store, release, student.key, student.counts["samples"], student.facts, last)))
    return 0


def run_curve(given: Namespace, console: Console) -> int:
    """Show how a training went, or goes."""
    store = Store.existing(given.store)
    commit = shard(store, "students", given.student) if given.student else newest(store, "students")
    _print_student(store, commit, console)
    return 0


def _print_student(store: Store, commit: Commit, console: Console) -> None:
    for line in curve_lines(curve_of(store, commit)):
        console.print(line, soft_wrap=True)
    console.print(f"student {commit.key}, release {commit.facts['release_id']}", soft_wrap=True)


@contextmanager
def _bar(console: Console, what: str) -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn(what),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} {task.fields[said]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress, progress.add_task(what, total=None, said="")


def train_arguments(parser: ArgumentParser) -> None:
    """A store, a release, perhaps a campaign."""
    of_store(parser)
    parser.add_argument("release", help="the key of a release, or its first signs")
    of_campaign(parser)


def compare_arguments(parser: ArgumentParser) -> None:
    """A store, a student, and who serves it and its base."""
    of_store(parser)
    parser.add_argument("student", help="the key of a student, or its first signs")
    of_campaign(parser)
    for who, name in (("base", "its name in the campaign"), ("student", "student-KEY")):
        parser.add_argument(f"--{who}-url", metavar="URL", help=f"an engine that serves the {who}: http://…/v1")
        parser.add_argument(f"--{who}-model", metavar="NAME", help=f"what that engine calls it (default: {name})")


def import_arguments(parser: ArgumentParser) -> None:
    """A store, a folder, its release and base."""
    of_store(parser)
    parser.add_argument("folder", type=Path, help="of the model: config, tokenizer, *.safetensors")
    parser.add_argument("--release", required=True, help="what it was trained on: a key, or its first signs")
    parser.add_argument("--base", required=True, help="what it was trained from, as a campaign names it")
    parser.add_argument("--by", default="", metavar="NAME", help="who trained it, or with what; stands in the record")


def card_arguments(parser: ArgumentParser) -> None:
    """A store and a student."""
    of_store(parser)
    parser.add_argument("student", help="the key of a student, or its first signs")


def curve_arguments(parser: ArgumentParser) -> None:
    """A store, perhaps a student."""
    of_store(parser)
    parser.add_argument("student", nargs="?", help="the key of a student, or its first signs (default: the newest)")


STUDENT_COMMANDS = (
    Command("train", "train the student on a release, once; needs no Prefect", train_arguments, run_train),
    Command("compare", "ask base and student the held-out questions; needs no Prefect", compare_arguments, run_compare),
    Command("import-student", "take in a student that was trained elsewhere", import_arguments, run_import),
    Command("curve", "how a training went, step by step, as a drawing", curve_arguments, run_curve),
    Command("card", "a student's README.md, with the figures of its comparison", card_arguments, run_card),
)

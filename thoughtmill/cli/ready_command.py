"""`thoughtmill ready`: the gate before a training."""

from argparse import ArgumentParser, Namespace
from collections import defaultdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from thoughtmill.cli.command import Command, both_or_none, by_whom, of_store, typed
from thoughtmill.cli.named import shard
from thoughtmill.errors import CommandError
from thoughtmill.machine import home
from thoughtmill.questions.exclusions import ExcludedFor, exclude
from thoughtmill.reporting.assumptions import GUESSES
from thoughtmill.reporting.plain import visible
from thoughtmill.reporting.text import span
from thoughtmill.store.campaigns import read
from thoughtmill.store.store import Store
from thoughtmill.student.footprint import GPUS, MFU
from thoughtmill.student.ready import QUANTILES, Devices, Readiness, quantiles, ready

EXCERPT = 700
STYLES = {"well": "green", "look": "yellow", "stop": "red"}


def arguments(parser: ArgumentParser) -> None:
    """A store, a release, a campaign, and what is to train."""
    of_store(parser)
    parser.add_argument("release", help="the key of a release, or its first signs")
    parser.add_argument("campaign", help="the campaign file whose [student] is to be trained")
    parser.add_argument("--gpu", choices=GPUS, help="what it is to be trained on; without, no memory is estimated")
    parser.add_argument("--gpus", type=int, default=1, help="how many of them (1)")
    price = GUESSES["gpu-hour"][0]
    parser.add_argument("--gpu-hour", type=float, default=price, help=f"money for one and hour ({price}: a guess)")
    parser.add_argument("--sharded", action="store_true", help="weights, gradients and moments lie over all GPUs")
    parser.add_argument("--exclude-too-long", action="store_true", help="leave too long samples out; needs --by")
    by_whom(parser)


def run(given: Namespace, console: Console) -> int:
    """Look through the release and say what was found. 1 if something stops the training."""
    both_or_none("--exclude-too-long", given.exclude_too_long, given.by)
    if given.gpus < 1:
        raise CommandError("--gpus from 1", str(given.gpus), "say how many")
    store = Store.existing(given.store)
    release, campaign = shard(store, "releases", given.release), read(given.campaign)
    devices = Devices(given.gpu, given.gpus, given.gpu_hour, given.sharded) if given.gpu else None
    found = ready(store, campaign, release, devices, home() / "tokens", given.campaign)
    _print(found, given, console)
    if given.exclude_too_long and found.too_long:
        named = {name: f"{tokens:,} of the student's tokens" for name, tokens in found.too_long.items()}
        made = exclude(store, named, ExcludedFor.TOO_LONG, given.by)
        told = f"{made.key}: {made.counts['excluded']:,} traces excluded" if made else "all are excluded already"
        again = typed("produce", given.campaign, "--store", given.store, "--no-train")
        console.print(f"{told}; next: {again}", soft_wrap=True)
        console.print("it fills their places and publishes anew: then `ready` with that release", soft_wrap=True)
    return 0 if found.is_ready else 1


def _print(found: Readiness, given: Namespace, console: Console) -> None:
    for one in found.rendered:
        console.rule(f"{one.sample}, {one.tokens:,} tokens", align="left")
        console.print(Text(_excerpt(one.untrained), style="dim"), soft_wrap=True)
        console.print(Text("── trained from here ──", style="bold green"))
        console.print(Text(_excerpt(one.trained), style="green"), soft_wrap=True)
    by_domain: dict[str, list[int]] = defaultdict(list)
    columns = (found.lengths[name].to_pylist() for name in ("domain", "prompt", "completion"))
    for domain, prompt, completion in zip(*columns, strict=True):
        by_domain[domain].append(prompt + completion)
    table = Table("domain", "samples", *(f"{q:.0%}" for q in QUANTILES), title="\nTokens", title_justify="left")
    for domain, lengths in by_domain.items():
        table.add_row(domain, f"{len(lengths):,}", *(f"{n:,}" for _, n in quantiles(lengths)))
    console.print(table)
    if made := found.footprint:
        about = f"{given.gpus} × {given.gpu}: about {made.tokens_per_s:,.0f} useful tokens/s, {span(3600 * made.hours)}"
        money = f"{made.hours * given.gpus:,.1f} GPU-hours, {made.money:,.2f} in money"
        guess = f"guessed: {MFU:.0%} of the GPU's arithmetic is used; {made.useful:.0%} of a step is no padding"
        console.print(f"{about}, {money} ({guess})", soft_wrap=True)
    for one in found.findings:
        console.print(Text(f"{one.level:4}  {one.what}: {visible(one.found)}", style=STYLES[one.level]), soft_wrap=True)
        if one.todo and one.level != "well":
            console.print(f"      to do: {one.todo}", soft_wrap=True)
    train = typed("train", given.store, given.release, "--campaign", given.campaign)
    console.print(f"ready; next: {train}" if found.is_ready else "not ready", soft_wrap=True)


def _excerpt(text: str) -> str:
    """A text whose middle is left out where it is long."""
    shown = visible(text)
    return (
        shown if len(shown) <= 2 * EXCERPT else f"{shown[:EXCERPT]}\n… {len(shown):,} characters …\n{shown[-EXCERPT:]}"
    )


READY = Command("ready", "the gate before a training: what would be trained, and what would go wrong", arguments, run)

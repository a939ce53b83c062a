"""`thoughtmill plan`: what a campaign will take, before anything is asked. Needs no GPU, commits nothing."""

import math
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.table import Table

from thoughtmill.cli.command import Command
from thoughtmill.errors import CommandError
from thoughtmill.reporting.assumptions import Figure
from thoughtmill.reporting.estimate import DomainEstimate, Estimate, estimate
from thoughtmill.reporting.places import Missing, Receiver, Worker, missing, receivers, workers
from thoughtmill.reporting.plain import json_line
from thoughtmill.reporting.text import out_of_reach, span, strange_languages
from thoughtmill.store.campaigns import read
from thoughtmill.store.store import Store

OPTIONS = {
    "pass-rate": ("PART/DOMAIN", 0.5, "share of traces that become usable", lambda value: 0 <= value <= 1),
    "spread": (
        "PART/DOMAIN",
        0.3,
        "how far questions lie apart: 0 all alike, near 1 all or none",
        lambda v: 0 <= v < 1,
    ),
    "tokens": ("TEACHER", 7000, "tokens a trace", lambda value: value > 0),
    "tokens-per-second": ("TEACHER", 2500, "of one engine, all its requests together", lambda value: value > 0),
    "gpus-per-engine": ("TEACHER", 1, "GPUs of one engine, if `serve` does not say it", lambda value: value >= 1),
    "engines": ("TEACHER", None, "engines of a teacher at once (`work.runs`)", lambda value: value >= 1),
    "gpu-hour": ("TEACHER", 2.5, "the price of one GPU for an hour", lambda value: value >= 0),
}
"""Each figure that a person may give: whose it may be, what is taken without, what it is, what is allowed."""


Listening = Callable[[str], list[str]]
"""Campaign, as it was named → lines on what there is of who has to listen."""


def _not_looked_at(_: str) -> list[str]:
    return ["not looked at here: `thoughtmill plan` says it, where the flows are installed"]


def arguments(parser: ArgumentParser) -> None:
    """A campaign, perhaps another store, and what is known better than the guesses."""
    parser.add_argument("campaign", help="a campaign file, or a URL")
    parser.add_argument("--store", help="another store than the one that the campaign names")
    parser.add_argument("--json", action="store_true", help="one JSON object, for programs")
    for name, (whose, default, told, is_allowed) in OPTIONS.items():
        of = f"; of one {whose.lower()} alone: {whose}=N; may be repeated"
        guess = f" ({default:g})" if default is not None else ""
        parser.add_argument(
            f"--{name}", action="append", default=[], type=_named(is_allowed), metavar="N", help=f"{told}{guess}{of}"
        )


def _named(is_allowed: Callable[[float], bool]) -> Callable[[str], tuple[str, float]]:
    def number(word: str) -> tuple[str, float]:
        whose, _, said = word.rpartition("=")
        value = float(said)
        if not (math.isfinite(value) and is_allowed(value)):
            raise ArgumentTypeError(f"{said} is out of range")
        return whose, value

    return number


def run(given: Namespace, console: Console, listening: Listening = _not_looked_at) -> int:
    """Count, and tell. 1 if a quota can't be expected to be met. listening: what there is of who has to listen."""
    campaign = read(given.campaign)
    figures = {name: dict(getattr(given, name.replace("-", "_"))) for name in OPTIONS}
    known = {*campaign.parts, *campaign.teachers, ""}
    known |= {f"{part}/{domain}" for part, settings in campaign.parts.items() for domain in settings.domains}
    if strangers := sorted({whose for values in figures.values() for whose in values} - known):
        raise CommandError(f"one of {', '.join(sorted(known)[1:])} before `=`", ", ".join(strangers), "name it so")
    url = given.store or campaign.store_url()
    store = Store.existing(url) if Store.is_at(url) else None
    plan = estimate(campaign, store, figures, _progress(console) if console.is_terminal else None)
    places = workers(plan), receivers(plan, url), missing(campaign)
    there = listening(given.campaign)
    if given.json:
        console.file.write(json_line(told(plan, *places) | {"listening": there}) + "\n")
    else:
        _print(plan, *places, there, console)
    return 1 if any(domain.met is False for domain in plan.domains) else 0


def _progress(console: Console) -> Callable[[int], None]:
    def on_rows(rows: int) -> None:
        if rows % 100_000 == 0:
            console.print(f"{rows:,} rows of a source are read", style="dim")

    return on_rows


def told(plan: Estimate, listen: list[Worker], receive: list[Receiver], lack: list[Missing]) -> dict[str, Any]:
    """A plan as JSON has it, with all that is counted from it."""
    return {
        "campaign": plan.campaign.name,
        "questions": {
            "how": plan.questions.how,
            "held_out": plan.questions.held_out,
            "sources": [
                {name: getattr(c, name) for name in ("rows", "looked_at", "questions", "refused", "prompt_chars")}
                | {"source": c.source.name, "part": c.source.part, "domain": c.source.domain}
                for c in plan.questions.sources
            ],
        },
        "domains": [
            asdict(d) | {"met": d.met, "traces": d.forecast.traces, "usable": d.forecast.usable, "left": d.left}
            for d in plan.domains
        ],
        "teachers": [
            {name: value for name, value in asdict(t).items() if name != "endpoint"}
            | {name: getattr(t, name) for name in ("tokens", "engine_hours", "gpu_hours", "money", "hours")}
            for t in plan.teachers
        ],
        "hours": plan.hours,
        "gpu_hours": sum(t.gpu_hours for t in plan.teachers),
        "money": sum(t.money for t in plan.teachers),
        "store_bytes": plan.store_bytes,
        "bytes_per_token": asdict(plan.bytes_per_token),
        "training": {"tokens": plan.training_tokens, "steps": plan.training_steps},
        "comparison_tokens": plan.comparison_tokens,
        "workers": [asdict(worker) for worker in listen],
        "receivers": [asdict(receiver) for receiver in receive],
        "missing_here": [asdict(one) for one in lack],
    }


def _print(
    plan: Estimate,
    listen: list[Worker],
    receive: list[Receiver],
    lack: list[Missing],
    there: list[str],
    console: Console,
) -> None:
    _print_questions(plan, console)
    _print_domains(plan, console)
    _print_cost(plan, console)
    _print_assumptions(plan, console)
    console.print("\nWho has to listen", style="bold")
    for worker in listen:
        console.print(f"  {worker.pool}/{worker.queue}: {worker.count} × {worker.command}", soft_wrap=True)
        for engine in worker.engines:
            console.print(f"    with an engine, GPUs {worker.engine_gpus}: {engine}", soft_wrap=True)
    console.print("\nWho listens", style="bold")
    for line in there:
        console.print(f"  {line}", soft_wrap=True, markup=False)
    console.print("\nWho receives what", style="bold")
    for receiver in receive:
        console.print(f"  {receiver.host}: {receiver.receives}", soft_wrap=True)
    console.print("\nMissing on this machine, should it do the work", style="bold")
    for one in lack:
        console.print(f"  {one.expected}: {one.found}; {one.todo}", soft_wrap=True)
    if not lack:
        console.print("  nothing")


def _print_questions(plan: Estimate, console: Console) -> None:
    table = Table("source", "part/domain", "rows", "questions", "refused", title="Questions", title_justify="left")
    for c in plan.questions.sources:
        refused = ", ".join(f"{reason} {n:,}" for reason, n in c.refused.most_common())
        at, about = f"{c.source.part}/{c.source.domain}", "" if c.exact else "about "
        table.add_row(c.source.name, at, f"{c.rows:,}", f"{about}{c.questions:,}", refused)
    console.print(table)
    console.print(f"questions: {plan.questions.how}; {plan.questions.held_out:,} held out")
    for line in strange_languages(plan.campaign):
        console.print(line, highlight=False, soft_wrap=True)


def _print_domains(plan: Estimate, console: Console) -> None:
    names = ("part/domain", "quota", "questions", "yield", "rounds", "traces", "there", "to ask", "quota met")
    table = Table(*names, title="\nTraces", title_justify="left")
    for d in plan.domains:
        walked, rate = d.forecast, "" if d.brought else f"{d.rate.value:.0%} {d.rate.how}"
        counts = [f"{n:,.0f}" for n in (walked.traces, d.there, d.left)]
        row = (f"{d.part}/{d.domain}", f"{d.quota:,}", f"{d.questions:,}", rate, str(len(walked.rounds)))
        table.add_row(*row, *counts, _met(d))
    console.print(table)
    for line in out_of_reach(plan.campaign, {(d.part, d.domain): d.questions for d in plan.domains}):
        console.print(line, highlight=False, soft_wrap=True, style="yellow")
    for d in plan.domains:
        if d.rejected:
            reasons = ", ".join(f"{reason} {n:,}" for reason, n in d.rejected)
            console.print(f"rejected so far in {d.part}/{d.domain}: {reasons}", highlight=False, soft_wrap=True)


def _met(domain: DomainEstimate) -> str:
    if domain.met is None:
        return "known once they are judged"
    if domain.met:
        return "yes"
    if not domain.questions_needed:
        return "no: nothing is expected to be kept"
    need = f"about {domain.questions_needed:,} questions would do"
    return f"no: {domain.forecast.usable:,.0f}; {need}, or another `max_kept` or `max_traces`"


def _print_cost(plan: Estimate, console: Console) -> None:
    names = ("teacher", "traces", "tokens", "prompt tokens", "engine hours", "GPU-hours", "money", "time")
    table = Table(*names, title="\nStill to pay", title_justify="left")
    for t in plan.teachers:
        amounts = (t.traces, t.tokens, t.prompt_tokens, t.engine_hours, t.gpu_hours)
        time = f"{span(3600 * t.hours)} with {t.engines.value:g}"
        table.add_row(t.name, *(f"{n:,.0f}" for n in amounts), f"{t.money:,.2f}", time)
    console.print(table)
    gpu_hours, money = sum(t.gpu_hours for t in plan.teachers), sum(t.money for t in plan.teachers)
    console.print(f"all: {gpu_hours:,.1f} GPU-hours, {money:,.2f} in money, {span(3600 * plan.hours)}")
    for t in (one for one in plan.teachers if one.endpoint and not one.gpus.value and one.traces):
        paid = f"{t.prompt_tokens:,.0f} tokens of prompts and {t.tokens:,.0f} of answers"
        console.print(f"not in it: what the endpoint of {t.name} takes for {paid}", highlight=False, soft_wrap=True)
    console.print(f"the store: about {decimal(round(plan.store_bytes))}, with one release")
    if plan.campaign.student is None:
        console.print("no training: the campaign has no [student], the release is the end")
        return
    steps = f"{plan.training_steps:,} steps over {plan.training_tokens:,.0f} tokens"
    compared = f"a comparison: at most {plan.comparison_tokens:,} tokens"
    console.print(f"a training: {steps}; {compared if plan.campaign.evaluation else 'no comparison: no [evaluation]'}")


def _print_assumptions(plan: Estimate, console: Console) -> None:
    table = Table("figure", "of", "value", "how", "why", title="\nAssumed", title_justify="left")
    for name, whose, figure in _assumed(plan):
        table.add_row(name, whose, f"{figure.value:,.4g}", figure.how, figure.why)
    console.print(table)
    console.print("not foreseen: near copies of a trace, asks set aside, engines that idle, retries", style="dim")


def _assumed(plan: Estimate) -> list[tuple[str, str, Figure]]:
    found: list[tuple[str, str, Figure]] = []
    for d in plan.domains:
        if not d.brought:
            found += [("yield", f"{d.part}/{d.domain}", d.rate), ("spread", f"{d.part}/{d.domain}", d.spread)]
    for t in plan.teachers:
        found += [("tokens a trace", t.name, t.tokens_each), ("tokens a second", t.name, t.tokens_per_second)]
        found += [("GPUs an engine", t.name, t.gpus), ("engines", t.name, t.engines)]
        found += [("GPU-hour", t.name, t.gpu_hour)] if t.gpus.value else []
    return [*found, ("bytes a token", "", plan.bytes_per_token)]


PLAN = Command("plan", "what a campaign will take: questions, traces, tokens, GPU-hours, money", arguments, run)

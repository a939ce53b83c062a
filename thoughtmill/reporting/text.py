"""Numbers → lines for a log, Markdown for the UI, tables for a terminal. Counts nothing itself."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from thoughtmill.campaign import Campaign
from thoughtmill.evaluation.not_shown import shown
from thoughtmill.questions.layers import LEAKED, PRIVATE_COUNT, PRIVATE_FILE, number_of
from thoughtmill.reporting.plain import fenced
from thoughtmill.reporting.status import Status
from thoughtmill.store.leases.beats import ALONE_EXPIRE_S
from thoughtmill.store.leases.observer import Work
from thoughtmill.store.records.replaced import is_purge
from thoughtmill.store.store import Commit, Store

if TYPE_CHECKING:  # looking at a store needs no engine
    from thoughtmill.generation.generate import GenerationProgress

WAYS = ("base-bare", "base-told", "student-bare")
"""How a comparison asks, in the order of its columns."""


AT_MOST = "at most: copies of a text and what is excluded are found when `produce` counts"
"""What a status from the records alone does not know."""

PRIVATE_SHOWN = 50
"""Finds of secrets and personal data that the artifact of a preparation lists."""

CODE = re.compile("[a-z]{2,3}")
"""Of a language, as ISO 639 writes it: for the `languages` of a policy."""

SOURCE_HEADS = ("source", "verifier", "traces", "yield", "undecided", "all fell alike", "all say another")
"""Of `source_rows`; the last two count questions of a round that was asked twice or more."""

SOURCES_TOLD = (
    "undecided: the verifier could not tell; all fell alike: questions whose traces all fell for one reason; all say "
    "another: questions whose traces all give the same answer, and not the reference (`thoughtmill disputed`)"
)
"""What the last heads mean."""


def strange_languages(campaign: Campaign) -> list[str]:
    """Sources whose traces the policy will reject for their language, and languages that are no code; a line each."""
    lines: list[str] = []
    for part in campaign.parts:
        allowed = campaign.policy_of(part).languages
        codes = "; en, zh, de are codes of some"
        lines += [
            f"policy of {part}: no language is called {one!r}{codes}" for one in allowed if not CODE.fullmatch(one)
        ]
        strange = [one for one in campaign.sources if one.part == part and one.language not in allowed]
        told = (
            f"and the policy of {part} allows {', '.join(allowed)}: other traces are rejected as language_not_allowed"
        )
        lines += [f"source {one.name}: its questions are in {one.language!r}, {told}" for one in strange]
    return lines


def out_of_reach(campaign: Campaign, questions: Mapping[tuple[str, str], int]) -> list[str]:
    """Quotas that can't be filled however well all goes; a line each. questions: by part and domain."""
    lines: list[str] = []
    for part, settings in campaign.parts.items():
        policy, is_asked = campaign.policy_of(part), campaign.teacher_of(part).traces is None
        each = min(policy.max_kept, policy.max_traces) if is_asked else policy.max_kept
        key = "max_kept" if each == policy.max_kept else "max_traces"
        for domain, quota in settings.domain_quotas().items():
            there = questions.get((part, domain), 0)
            if quota > there * each:
                most = f"{there:,} questions × {key} {each} are {there * each:,}"
                todo = f"bring {-(-quota // each):,} questions, raise {key}, or lower the quota"
                lines.append(f"{part}/{domain}: a quota of {quota:,} is out of reach, {most}: {todo}")
    return lines


def span(seconds: float) -> str:
    """A time to wait, short: `42 s`, `3 min 10 s`, `5 h 02 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def generation_line(now: "GenerationProgress") -> str:
    """How far a generate run is."""
    eta = f", ETA {span(now.eta_s)}" if now.eta_s is not None and now.done < now.total else ""
    away = f", {', '.join(now.load.away)} away" if now.load.away else ""
    load = f"{now.load.in_flight} of {now.load.limit} in flight{away}"
    return f"{now.done:,}/{now.total:,} traces, {now.tokens_per_s:,.0f} tokens/s, {load}{eta}"


def status_line(status: Status) -> str:
    """Every domain against its quota, and what was rejected, in one line."""
    domains = ", ".join(f"{d.part}/{d.domain} {d.samples}/{d.quota:,}" for d in status.domains)
    reasons = ", ".join(f"{reason} {n:,}" for reason, n in list(status.rejected.items())[:3])
    rejected = f"; rejected {status.traces - status.kept:,} ({reasons})" if reasons else ""
    return f"samples {domains}; kept {status.kept:,} of {status.traces:,} traces{rejected}"


def status_markdown(status: Status, doing: str = "") -> str:
    """The same as a page for the UI."""
    lines = [f"**{doing}**", ""] if doing else []
    lines += ["| part | domain | samples | quota | yield | traces judged | |", "|---|---|---:|---:|---:|---:|---|"]
    for d in status.domains:
        share = min(d.usable / d.quota, 1)
        bar = "█" * round(10 * share) + "░" * (10 - round(10 * share))
        rate = f"{d.usable / d.traces:.0%}" if d.traces else ""
        lines.append(
            f"| {d.part} | {d.domain} | {min(d.usable, d.quota):,} | {d.quota:,} | {rate} | {d.traces:,} | {bar} |"
        )
    said = f"{status.questions:,} questions ({status.refused:,} rows refused), {status.traces:,} traces judged"
    lines += ["", f"{said}, {status.kept:,} kept, {status.tokens:,} tokens written.", ""]
    if status.sources:
        lines += [f"| {' | '.join(SOURCE_HEADS)} |", "|---|---|---:|---:|---:|---:|---:|"]
        lines += [f"| {' | '.join(row)} |" for row in source_rows(status)] + [""]
    if status.rejected:
        lines += ["| rejected for | traces | share |", "|---|---:|---:|"]
        lines += [f"| {reason} | {n:,} | {n / status.traces:.1%} |" for reason, n in status.rejected.items()]
    return "\n".join(lines)


def layer_lines(layer: Commit) -> list[str]:
    """What a layer brought, what it left as it was, and what it found out about earlier ones; a line each."""
    return [*_brought(layer), *private_lines(layer)]


def private_lines(layer: Commit) -> list[str]:
    """Secrets and personal data that its questions hold, if there are some."""
    begin = f"{PRIVATE_COUNT}."
    found = [f"{n:,} {key.removeprefix(begin)}" for key, n in layer.counts.items() if key.startswith(begin)]
    if not found:
        return []
    where = f"{PRIVATE_FILE} of questions/{layer.key}"
    return [f"layer {number_of(layer)}: private: {', '.join(sorted(found))}; rows and ends of each: {where}"]


def _brought(layer: Commit) -> list[str]:
    counts, number = layer.counts, number_of(layer)
    said = f"layer {number}: {counts['questions']:,} questions, {counts['held_out']:,} held out"
    if number == 1:
        return [f"{said}, {counts['refused']:,} rows refused"]
    refused = f"{counts['refused']:,} more rows refused"
    lines = [f"{said} added; {counts['known']:,} rows are known questions, {refused}"]
    if leaks := counts["leak_found_later"]:
        lines.append(
            f"layer {number}: leak_found_later: {leaks:,} questions of earlier layers leak a held-out question that it "
            f"adds; they are neither asked nor released any more: {LEAKED} of questions/{layer.key}"
        )
    if changed := counts.get("refused.reference_changed"):
        lines.append(f"layer {number}: reference_changed: {changed:,} known questions; their earlier references count")
    if gone := layer.facts["gone"]:
        lines.append(f"layer {number}: the campaign has no source {', '.join(gone)} any more; the questions stay")
    return lines


def questions_markdown(store: Store, commit: Commit) -> str:
    """What became of the rows of the sources, and the first of what is private in them."""
    counts = commit.counts
    lines = [f"{line}." for line in layer_lines(commit)] + [f"{counts['rows']:,} rows were read.", ""]
    lines += ["| what | rows |", "|---|---:|"]
    for key, n in sorted(counts.items()):
        if "." in key:
            lines.append(f"| {key.replace('.', ' / ')} | {n:,} |")
    if any(file.name == PRIVATE_FILE for file in commit.files):
        found = store.read(commit.file(PRIVATE_FILE)).slice(0, PRIVATE_SHOWN).to_pylist()
        told = [f"{row['source']}, row {row['row']:,}: {row['kind']} {row['excerpt']}" for row in found]
        lines += ["", f"Secrets and personal data, all of them in {PRIVATE_FILE}:", "", fenced("\n".join(told))]
    return "\n".join(lines)


def print_status(status: Status, console: Console) -> None:
    """The whole status as tables."""
    exact = all(d.exact for d in status.domains)
    most = "" if exact else "at most "
    table = Table("part", "domain", title=f"{status.name}: {most}{status.samples:,} of {status.quota:,} samples")
    for heading in ("samples", "quota", "traces judged", "yield", "open shards"):
        table.add_column(heading, justify="right")
    for d in status.domains:
        rate = f"{d.usable / d.traces:.0%}" if d.traces else "–"
        cells = (d.samples, f"{d.quota:,}", f"{d.traces:,}", rate, f"{d.open:,}")
        table.add_row(d.part, d.domain, *cells)
    console.print(table)
    if not exact:
        console.print(AT_MOST, style="dim", soft_wrap=True)
    console.print(
        f"{status.questions:,} questions, {status.refused:,} rows refused, {status.traces:,} traces judged, "
        f"{status.kept:,} kept, {status.tokens:,} tokens written, {status.set_aside:,} asks set aside"
    )
    first = [line for layer in status.layers[:1] for line in private_lines(layer)]
    for line in (*first, *(line for layer in status.layers[1:] for line in layer_lines(layer))):
        console.print(line, highlight=False, soft_wrap=True)
    for made in status.exclusions:
        what, why = f"{made.counts['excluded']:,} {made.facts['kind']}s", made.facts["reason"]
        gone = "; their text is purged" if is_purge(made) else ""
        told = f"{made.key}: {what} excluded for {why}, by {made.facts['by']}{gone}"
        console.print(told, highlight=False, soft_wrap=True)
    if status.sources:
        console.print(_by_source(status))
    for reason, n in status.rejected.items():
        console.print(f"  rejected for {reason}: {n:,} ({n / status.traces:.1%})")
    console.print(f"releases: {', '.join(status.releases) or 'none'}; students: {', '.join(status.students) or 'none'}")


def source_rows(status: Status) -> list[tuple[str, ...]]:
    """One row a source and verifier, under SOURCE_HEADS."""
    return [
        (
            one.source,
            one.verifier,
            f"{one.traces:,}",
            f"{one.kept / one.traces:.0%}",
            f"{one.undecided / one.traces:.1%}",
            *(f"{n:,} of {one.questions:,}" if one.questions else "–" for n in (one.alike, one.agreeing)),
        )
        for one in status.sources
    ]


def _by_source(status: Status) -> Table:
    judged = sum(one.traces for one in status.sources)
    since = "" if judged == status.traces else f", {judged:,} of {status.traces:,} traces: older verdicts don't say"
    table = Table(*SOURCE_HEADS[:2], title=f"by source, the least yield first{since}")
    for heading in SOURCE_HEADS[2:]:
        table.add_column(heading, justify="right")
    for row in source_rows(status):
        table.add_row(*row)
    return table


def print_at_work(works: Sequence[Work], console: Console) -> None:
    """Who works on the store, a line each; who may be dead is told as perhaps."""
    for work in works:
        units = f", {work.units:,} units" if work.units else ""
        line = f"at work: one on {work.host} {work.does} ({work.lease}{units}), last seen {work.last_seen:%F %T} UTC"
        console.print(line if work.certain else f"perhaps {line}", highlight=False, soft_wrap=True)
    if any(not work.certain for work in works):
        told = f"perhaps: who was not seen again {ALONE_EXPIRE_S:.0f} s later is dead, or cut off; look again"
        console.print(told, highlight=False, soft_wrap=True)
    if not works:
        console.print("at work: nobody")


def _share(found: Mapping[str, Any]) -> str:
    low, high = found["interval"]
    return f"{found['share']:.0%} ({low:.0%}–{high:.0%})"


def comparison_rows(facts: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """One row a family and one for all: name, n, and for each way asked in form, strict and lenient with intervals."""
    rows: list[tuple[str, ...]] = []
    for family, found in [*sorted(facts["families"].items()), ("all", facts["all"])]:
        cells = [_share(found[way][measure]) for measure in ("in_form", "strict", "lenient") for way in WAYS]
        rows.append((family, str(found["n"]), *cells, found["difference"]["base-bare"]["verdict"]))
    return rows


def comparison_markdown(facts: Mapping[str, Any]) -> str:
    """The comparison as a page: the table, the differences, questions side by side, and what it does not show."""
    heads = [f"{measure}, {way}" for measure in ("in form", "right strictly", "right leniently") for way in WAYS]
    lines = ["| family | n | " + " | ".join(heads) + " | difference |", "|---|---:|" + "---:|" * 9 + "---|"]
    lines += ["| " + " | ".join(row) + " |" for row in comparison_rows(facts)]
    lines += ["", *difference_lines(facts), ""]
    for title, example in examples(facts):
        told = {"question": example["prompt"], "reference": example["reference"]}
        told |= {way: example[way] for way in ("base-bare", "student-bare")}
        lines += [f"### {title}", ""]
        for name, text in told.items():
            lines += [f"{name}:", "", fenced(text), ""]
    return "\n".join([*lines, f"*{shown(facts)}*", ""])


def difference_lines(facts: Mapping[str, Any]) -> list[str]:
    """The paired differences in words."""
    lines: list[str] = []
    for against, found in facts["all"]["difference"].items():
        low, high = found["interval"]
        lines.append(
            f"student-bare against {against}, right answers counted leniently: {found['difference']:+.0%} "
            f"(95 % interval {low:+.0%} to {high:+.0%}): {found['verdict']}"
        )
    return lines


def examples(facts: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The questions to show side by side, with their titles."""
    titles = {"better": "The first that was wrong and is right", "worse": "One that was right and is wrong"}
    return [(title, facts["examples"][name]) for name, title in titles.items() if facts["examples"].get(name)]


def print_comparison(facts: Mapping[str, Any], console: Console) -> None:
    """The comparison as terminal tables, one a measure."""
    for offset, title in ((2, "in the right form"), (5, "right, strictly"), (8, "right, leniently (last number)")):
        table = Table("family", "n", title=title, title_justify="left")
        for heading in (*WAYS, *(("difference",) if offset == 8 else ())):
            table.add_column(heading, justify="right", no_wrap=True)
        for row in comparison_rows(facts):
            table.add_row(*row[:2], *row[offset : offset + 3], *(row[11:] if offset == 8 else ()), end_section=False)
        console.print(table)
    for line in difference_lines(facts):
        console.print(line, highlight=False)
    for title, example in examples(facts):
        console.print(f"\n{title}: {example['prompt']}  (reference {example['reference']})")
        for way in ("base-bare", "student-bare"):
            console.print(f"  {way}: ", end="")
            console.print(repr(example[way])[:400])
    console.print(f"\n{shown(facts)}", highlight=False)

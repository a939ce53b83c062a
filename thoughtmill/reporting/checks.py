"""What checks say → lines for a terminal: one answer tried, one trace explained, a store judged again."""

from rich.console import Console
from rich.table import Table

from thoughtmill.judging.explain import Asked, Explanation
from thoughtmill.judging.rejudge import KEPT, Changes
from thoughtmill.verifiers import Check

SHOWN_CHARS = 600


def print_check(check: Check, console: Console) -> None:
    """One answer checked: the outcome, why, and the final answer that was found in the text."""
    _say(console, f"{check.outcome.value}{f': {check.why}' if check.why else ''}")
    if check.answer is not None:
        _say(console, f"the final answer found: {check.answer}")


def print_changes(changes: Changes, console: Console) -> None:
    """What became of every trace that had a verdict before."""
    _say(
        console,
        f"{changes.traces:,} traces in {changes.shards:,} shards judged; {changes.judged_before:,} of them had an "
        "earlier verdict under another policy or other checks",
    )
    before = sum(n for (was, _), n in changes.moves.items() if was == KEPT)
    after = sum(n for (_, now), n in changes.moves.items() if now == KEPT)
    if changes.judged_before:
        _say(console, f"kept {before:,} before, {after:,} now")
    moved = changes.changed()
    if not moved:
        _say(console, "no verdict changed" if changes.judged_before else "there is nothing to compare with")
        return
    table = Table("was", "is", title="changed verdicts", title_justify="left")
    table.add_column("traces", justify="right")
    for (was, now), n in moved:
        table.add_row(was, now, f"{n:,}", style="green" if now == KEPT else "red" if was == KEPT else "")
    console.print(table)


def print_explanation(found: Explanation, console: Console, *, whole: bool = False) -> None:
    """One trace: question, text, what each check says, and the verdicts in the store."""
    subject = found.subject
    console.rule(f"shard {found.shard}, teacher {found.teacher_id}, template {subject.template}", align="left")
    _say(console, f"question   {subject.prompt}")
    if subject.verifier is not None:
        _say(console, f"reference  {subject.reference}   (checked by {subject.verifier})")
    text = (f"{subject.reasoning}\n--- the API's own split ---\n" if subject.reasoning else "") + subject.text
    _say(console, f"\n{text if whole else _shortened(text)}\n")
    table = Table("check", "version", "says", "detail")
    for asked in found.asked:
        says, detail, style = _said(asked, found)
        table.add_row(asked.name, asked.version, says, detail, style=style)
    console.print(table) if found.asked else _say(console, "it broke its checker, so no check is asked again")
    if subject.parts is None:
        _say(console, "not in form, so the other checks have nothing to look at")
    if found.check is not None and found.check.answer is not None:
        _say(console, f"the final answer found: {found.check.answer}")
    for verdict in found.recorded:
        kept = "kept" if verdict.reason is None else f"rejected for {verdict.reason}: {verdict.detail}"
        now = "; this campaign's policy, today's checks" if verdict.current else ""
        _say(console, f"in the store since {verdict.created_at[:19]} under policy {verdict.policy_id}{now}: {kept}")
    if not found.recorded:
        _say(console, "the store has no verdict on it yet: `thoughtmill filter` makes one")


def _said(asked: Asked, found: Explanation) -> tuple[str, str, str]:
    if asked.rejection is None:
        if asked.name == "correctness":
            return ("correct" if found.check else "does not apply (no verifier)"), "", ""
        return "nothing against it", "", ""
    if asked.reached:
        return f"rejected: {asked.rejection.reason.value}", asked.rejection.detail, "red"
    return f"not reached; would say {asked.rejection.reason.value}", asked.rejection.detail, "dim"


def _shortened(text: str) -> str:
    if len(text) <= SHOWN_CHARS:
        return text
    cut = f"\n… {len(text) - SHOWN_CHARS:,} characters left out: --whole shows them …\n"
    return text[: SHOWN_CHARS // 2] + cut + text[-SHOWN_CHARS // 2 :]


def _say(console: Console, line: str) -> None:
    console.print(line, soft_wrap=True)

"""A first campaign for files of questions: what was seen of each is a comment beside what follows from it."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from thoughtmill.campaign import Source
from thoughtmill.errors import CampaignError
from thoughtmill.questions.dry_run import no_exam
from thoughtmill.questions.first_look import Look, looked_at
from thoughtmill.questions.formats import AUTO, FORMATS, Reading
from thoughtmill.questions.formats.answers import referred
from thoughtmill.questions.intake import Intake, take
from thoughtmill.questions.reading import Question, as_reference, for_verifier
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sources import resolved

TEMPLATED = 0.3
"""Share of near-duplicates from which questions look as if they were made from templates."""
_LIKE_ANOTHER = (RefusedFor.DUPLICATE, RefusedFor.NEAR_DUPLICATE)
"""Whose detail is the id of another question."""
DOMAINS = {
    "math": "math",
    "choice": "choice",
    "text": "short-answers",
    "logic": "logic",
    "code": "code",
    "instructions": "instructions",
    "json_schema": "structured",
    "regex": "structured",
    "sql": "sql",
    "science": "science",
    None: "general",
}

REST = """
[teachers.reasoner]                     # who is asked; any OpenAI-compatible server: docs/campaign.md
model      = "deepseek-ai/DeepSeek-R1"
template   = "r1"                       # how it writes: `form` in docs/filters.md
max_tokens = 32_768
# endpoint = {{ url = "https://api.example.com/v1", key_variable = "API_KEY" }}   # without: an engine of the worker

[policy]
first_round = 2                         # traces a question in its first round
max_traces  = 8
max_kept    = 1                         # samples a question may give
languages   = {languages}

[student]
base = "Qwen/Qwen2.5-1.5B"

{exam}
"""
EXAM = """[[evaluation.sources]]                  # held-out questions: never among those that are trained on
name     = "exam"
path     = {path}
{reads}
verifier = "{verifier}"
"""
NO_EXAM = """# Held-out questions, which base and student are asked before and after: `init … --exam FILE` looks at one.
# [[evaluation.sources]]
# name     = "exam"
# path     = "exam.jsonl"
# format   = "auto"
# verifier = "math"
"""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the first rows of a file are.

    usable: questions that they give. generated: many are nearly alike, and then are none the less. refused: how many by
    reason. why: the usual detail of each.
    """

    path: str
    look: Look
    usable: int
    generated: bool
    refused: Counter[str]
    why: dict[str, str]


def drafted(paths: Sequence[str], name: str, exam: str | None, root: Path, columns: Mapping[str, str]) -> str:
    """The campaign as TOML. Raises CampaignError for a file that can't be read or told.

    columns: those that a person named by their part, for each of the files that has them.
    """
    seen = [_seen(path, root, columns) for path in paths]
    if columns and not any(one.look.columns for one in seen):
        told = "; ".join(f"{one.path}: {', '.join(one.look.columns_seen)}" for one in seen)[:400]
        raise CampaignError(f"a file with {', '.join(columns.values())}", told, "name columns that are there")
    domains = list(dict.fromkeys(DOMAINS[one.look.verifier] for one in seen))
    share = round(1 / len(domains), 4)
    shares = dict.fromkeys(domains[1:], share)
    shares = {domains[0]: round(1 - sum(shares.values()), 4), **shares}
    usable = sum(one.usable for one in seen)
    languages = json.dumps(sorted({one.look.language for one in seen}))
    held_out = NO_EXAM
    if exam:
        look = looked_at(resolved(exam, lambda path: (root / path).resolve()), exam, columns)
        path = json.dumps(exam, ensure_ascii=False)
        held_out = EXAM.format(path=path, reads=_reads(look), verifier=look.verifier or "text")
    return "\n".join(
        [
            "# Written by `thoughtmill init` from the first rows of each file: look at it, then try",
            f"# `thoughtmill prepare {name}.toml --dry-run`. Every key: docs/campaign.md; formats: docs/data.md.",
            f"name  = {json.dumps(name)}",
            f'store = "stores/{name}"                 # a folder, or s3://bucket/prefix',
            "",
            "[parts.reasoning]",
            f"quota   = {max(len(domains), usable // 2)}                # samples in the release: a guess",
            'teacher = "reasoner"',
            "domains = { " + ", ".join(f"{domain} = {part}" for domain, part in shares.items()) + " }",
            *(line for one in seen for line in _source(one)),
            REST.format(languages=languages, exam=held_out).rstrip(),
            "",
        ]
    )


def _seen(path: str, root: Path, columns: Mapping[str, str]) -> _Seen:
    look = looked_at(resolved(path, lambda found: (root / found).resolve()), path, columns)
    source = Source(
        part="reasoning", domain="d", path="x", name="x", verifier=look.verifier, format=look.format or AUTO
    )
    intake, exam = Intake(), no_exam()
    for number, reading in enumerate(look.readings, start=1):
        take(source, number, _question(reading, look), exam, intake)
    refused, details = intake.refused.by(), Counter((row[2], row[3]) for row in intake.refused.taken())
    why = {reason: detail for (reason, detail), _ in reversed(details.most_common()) if reason not in _LIKE_ANOTHER}
    near = refused[RefusedFor.NEAR_DUPLICATE]
    generated = near > TEMPLATED * look.rows
    usable = len(look.readings) - refused.total() + (near if generated else 0)
    return _Seen(path, look, usable, generated, refused, why)


def _question(reading: Reading, look: Look) -> Question:
    read = referred(reading, None) if look.verifier else reading
    reference = as_reference(for_verifier(look.verifier, read.reference)) if look.verifier else None
    return Question(read.prompt, reference, look.language, read.fault)


def _can(one: _Seen) -> str:
    """What the verifier of a source can do with its references."""
    if not one.usable:
        return "no row can be used: why stands below"
    return (
        "compares the queries as they are written" if one.look.queries else "can use the references that were looked at"
    )


def _source(one: _Seen) -> list[str]:
    look = one.look
    told = ", ".join(f"{n} {reason}" for reason, n in one.refused.items()) or "none"
    stem = re.sub(r"[^a-z0-9_-]+", "-", Path(one.path.partition("?")[0]).name.lower().partition(".")[0]).strip("-")
    lines = [
        "",
        "[[sources]]                             # columns: " + _in_comment(", ".join(look.columns_seen)[:200]),
        'part     = "reasoning"',
        f'domain   = "{DOMAINS[look.verifier]}"',
        f"path     = {json.dumps(one.path, ensure_ascii=False)}",
        f'name     = "{stem[:40] or "questions"}"',
        _reads(look) + _usual(look),
    ]
    if look.format:
        lines.append('# columns = { prompt = "…", reference = "…" }   # what you name here wins over the format')
    if look.queries:
        lines.append(
            "# The references look like SQL. The verifier `sql` runs them, but needs the statements that build their"
        )
        lines.append('# database: columns renamed prompt, sql and database, and format = "sql" (docs/verifiers.md).')
    if look.verifier:
        lines.append(f'verifier = "{look.verifier}"                    # {_can(one)}')
    else:
        lines.append('# verifier = "math"                     # no answers were found: nobody checks what is written')
    lines.append(f'language = "{look.language}"')
    lines.append(f"# of the first {look.rows} rows refused: {told}")
    lines += [f"#   {reason}: {_in_comment(detail)[:200]}" for reason, detail in one.why.items() if detail]
    if one.generated:
        lines.append("generated = true                        # many are nearly alike: compared by exact text")
    return lines


def _reads(look: Look) -> str:
    """How its rows are read: by a format, or by the columns that were named."""
    named = ", ".join(f"{part} = {json.dumps(name, ensure_ascii=False)}" for part, name in look.columns.items())
    return f"columns  = {{ {named} }}" if look.columns else f'format   = "{look.format}"'


def _in_comment(text: str) -> str:
    """Names that stand in a file, as a comment of TOML may hold them."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _usual(look: Look) -> str:
    usual = FORMATS[look.format].verifier if look.format else None
    return f"                    # its usual verifier: {usual}" if usual else ""

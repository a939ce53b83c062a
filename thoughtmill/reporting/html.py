"""One plain HTML page of a store: the funnel, why traces were rejected, lengths, before and after side by side.

No script, nothing from elsewhere; every text that a model or a source wrote is escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from thoughtmill.evaluation.not_shown import shown
from thoughtmill.reporting.curve import curve_svg, summary
from thoughtmill.reporting.status import Status
from thoughtmill.reporting.text import (
    AT_MOST,
    SOURCE_HEADS,
    SOURCES_TOLD,
    WAYS,
    difference_lines,
    examples,
    source_rows,
)
from thoughtmill.store.store import Store
from thoughtmill.student.curve import curve_of

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --dim: #66727f; --line: #d9dee4; --bar: #2f7f79; --bad: #b4552d;
  --page: #fbfaf7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e4df; --dim: #98a2ad; --line: #39424c; --bar: #58b3ab;
  --bad: #e08a5f; --page: #171b20; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 62rem;
  margin: 2.5rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2.4rem }
p.dim, td.dim, .dim { color: var(--dim) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th { text-align: left; font-weight: 600; color: var(--dim); font-size: .85rem }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.n, th.n { text-align: right }
.bar { background: var(--bar); height: .8rem; border-radius: 2px } .bar.bad { background: var(--bad) }
td.graph { width: 40%; vertical-align: middle }
.wide { overflow-x: auto } h1, p { overflow-wrap: anywhere } td.n { white-space: nowrap }
svg.curve { width: 100%; max-width: 48rem; height: auto; display: block;
  overflow: visible }
svg.curve polyline, svg.curve path { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke }
svg.curve text { fill: var(--dim); font-size: 12px; font-variant-numeric: tabular-nums }
.frame { stroke: var(--line) } .loss { stroke: var(--bar) } .heldout { stroke: var(--bad) }
.rate { stroke: var(--dim); stroke-dasharray: 3 3 }
.key { margin-right: 1rem; border-bottom: 2px solid } .key.loss { border-color: var(--bar) }
.key.heldout { border-color: var(--bad) } .key.rate { border-bottom-style: dashed; border-color: var(--dim) }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: .7rem; margin: 0;
  font-size: .85rem; max-height: 16rem; overflow: auto }
@media (max-width: 40rem) { .pair { grid-template-columns: 1fr } svg.curve text { font-size: 20px } }
"""


def _bars(rows: Sequence[tuple[str, int]], kind: str = "") -> str:
    most = max((n for _, n in rows), default=1) or 1
    if not rows:
        return "<p class=dim>none yet</p>"
    cells = "".join(
        f'<tr><td>{escape(name)}</td><td class="n">{n:,}</td>'
        f'<td class="graph"><div class="bar {kind}" style="width:{100 * n / most:.1f}%"></div></td></tr>'
        for name, n in rows
    )
    return f"<table>{cells}</table>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        """One of a row; those after the first `words` are numbers."""
        return f"<{tag}{' class=n' if place >= words else ''}>{escape(text)}</{tag}>"

    head = "".join(cell("th", place, text) for place, text in enumerate(heads))
    body = "".join("<tr>" + "".join(cell("td", i, text) for i, text in enumerate(row)) + "</tr>" for row in rows)
    return f"<div class=wide><table><tr>{head}</tr>{body}</table></div>"


def lengths(store: Store, bins: int = 12) -> list[tuple[str, int]]:
    """How many traces have how many tokens, in equal ranges; at most the first 200 trace shards are read.

    Imported traces whose file didn't say their tokens are left out.
    """
    tokens: list[int] = []
    for key in store.keys("traces")[:200]:
        table = store.read(store.get("traces", key).file("traces.parquet"), ["completion_tokens"])
        tokens += table["completion_tokens"].drop_null().to_pylist()
    if not tokens:
        return []
    width = max(1, -(-(max(tokens) + 1) // bins))
    counts = [0] * (max(tokens) // width + 1)
    for n in tokens:
        counts[n // width] += 1
    return [(f"{i * width:,}–{(i + 1) * width - 1:,} tokens", n) for i, n in enumerate(counts)]


def _comparison(facts: Mapping[str, Any]) -> str:
    rows = [
        [family, str(found["n"])]
        + [f"{found[way][measure]['share']:.0%}" for measure in ("in_form", "strict", "lenient") for way in WAYS]
        for family, found in [*sorted(facts["families"].items()), ("all", facts["all"])]
    ]
    names = {"in_form": "in form", "strict": "strictly right", "lenient": "leniently right"}
    heads = ["family", "n", *(f"{name}, {way}" for name in names.values() for way in WAYS)]
    parts = ["<h2>Before and after</h2>", _table(heads, rows)]
    parts += [f"<p>{escape(line)}</p>" for line in difference_lines(facts)]
    for title, example in examples(facts):
        sides = "".join(
            f"<div><p class=dim>{way}</p><pre>{escape(example[way])}</pre></div>"
            for way in ("base-bare", "student-bare")
        )
        parts.append(f"<h2>{escape(title)}</h2><p>{escape(example['prompt'])}</p><div class=pair>{sides}</div>")
    return "".join(parts) + f"<p class=dim>{escape(shown(facts))}</p>"


def _training(store: Store) -> list[str]:
    """The curve of the newest student; nothing where none was kept."""
    newest = max(store.commits("students"), key=lambda commit: commit.created_at, default=None)
    steps = curve_of(store, newest) if newest else []
    if newest is None or not (drawing := curve_svg(steps)):
        return []
    about = f"student {newest.key} of release {newest.facts['release_id']}: {summary(steps)}"
    return ["<h2>How the training went</h2>", f"<p class=dim>{escape(about)}</p>", drawing]


def page(store: Store, stands: Status) -> str:
    """The page of one campaign of a store, with the newest training and comparison that are committed."""
    funnel = [
        ("rows refused at prepare", stands.refused),
        ("questions", stands.questions),
        ("traces judged", stands.traces),
        ("traces kept", stands.kept),
        ("samples in the quotas", stands.samples),
    ]
    domains = [[f"{d.part} / {d.domain}", f"{d.samples}", f"{d.quota:,}", f"{d.traces:,}"] for d in stands.domains]
    exact = all(d.exact for d in stands.domains)
    most = "" if exact else "at most "
    written = f"{most}{stands.samples:,} of {stands.quota:,} samples, {stands.tokens:,} tokens written by the teachers"
    parts = [
        f"<h1>{escape(stands.name)}</h1><p class=dim>{written}</p>",
        "<h2>From rows to samples</h2>",
        _bars(funnel),
        "<h2>Quotas</h2>",
        _table(["part / domain", "samples", "quota", "traces judged"], domains),
        "" if exact else f"<p class=dim>{escape(AT_MOST)}</p>",
        "<h2>By source, the least yield first</h2>",
        _table(SOURCE_HEADS, source_rows(stands), 2) + f"<p class=dim>{escape(SOURCES_TOLD)}</p>"
        if stands.sources
        else "<p class=dim>no trace is judged yet</p>",
        "<h2>Why traces were rejected</h2>",
        _bars(list(stands.rejected.items()), "bad"),
        "<h2>How long traces are</h2>",
        _bars(lengths(store)),
    ]
    parts += _training(store)
    newest = max(store.commits("comparisons"), key=lambda commit: commit.created_at, default=None)
    if newest is not None:
        parts.append(_comparison(newest.facts))
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(stands.name)}</title>"
    return f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"

"""A training's curve for people: in a terminal, as Markdown for Prefect's page, as a drawing in the report."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from thoughtmill.reporting.text import span

Points = Sequence[dict[str, Any]]
"""As `student.curve` reads them."""

WIDE, HIGH = 60, 8
"""Columns and rows in a terminal."""
EIGHTHS = " ▁▂▃▄▅▆▇█"
DRAWN = 300
"""Points of a drawing: of more steps the means are drawn."""


def series(steps: Points, name: str, most: int) -> list[tuple[float, float]]:
    """(step, value) of what was measured under a name; of more than `most` the means of as many equal stretches."""
    found = [(float(p["step"]), float(p[name])) for p in steps if math.isfinite(p.get(name, math.nan))]
    if len(found) <= most:
        return found
    cuts = [round(i * len(found) / most) for i in range(most + 1)]
    groups = [found[a:b] for a, b in pairwise(cuts)]
    return [tuple(sum(values) / len(group) for values in zip(*group, strict=True)) for group in groups]  # pyright: ignore[reportReturnType]  # pairs give pairs


def curve_lines(steps: Points) -> list[str]:
    """The loss as columns of blocks, and what the last step said."""
    drawn = series(steps, "loss", WIDE)
    if not drawn:
        return ["no curve was kept of this training"]
    values = [value for _, value in drawn]
    low, high = min(values), max(values)
    eighths = [round((value - low) / ((high - low) or 1) * (8 * HIGH - 1)) + 1 for value in values]
    lines = [f"loss over {steps[-1]['step']:,} steps"]
    for row in reversed(range(HIGH)):
        edge = f"{high:8.3f}" if row == HIGH - 1 else f"{low:8.3f}" if row == 0 else " " * 8
        lines.append(f"{edge} │" + "".join(EIGHTHS[min(max(n - 8 * row, 0), 8)] for n in eighths).rstrip())
    return [*lines, summary(steps)]


def summary(steps: Points) -> str:
    """First and last loss, and what else the last step told, in one line."""
    losses = [point for point in steps if "loss" in point]
    if not losses:
        return "no step yet"
    last = losses[-1]
    said = [f"loss {losses[0]['loss']:.3f} → {last['loss']:.3f}"]
    if held_out := [point["eval_loss"] for point in steps if "eval_loss" in point]:
        said.append(f"held-out loss {held_out[0]:.3f} → {held_out[-1]:.3f}")
    if "lr" in last:
        said.append(f"learning rate {last['lr']:.1e}")
    if "grad_norm" in last:
        said.append(f"gradient norm {last['grad_norm']:.2f}")
    if "tokens_per_s" in last:
        said.append(f"{last['tokens_per_s']:,.0f} tokens/s")
    if "mfu" in last:
        said.append(f"MFU {last['mfu']:.0%}")
    if "memory_gib" in last:
        said.append(f"{last['memory_gib']:.1f} GiB")
    return ", ".join([*said, span(last["seconds"])] if "seconds" in last else said)


def curve_markdown(steps: Points) -> str:
    """The same for Prefect's page."""
    return "\n".join(["```", *curve_lines(steps), "```"])


def curve_svg(steps: Points) -> str:
    """The loss, the held-out loss and the learning rate as a drawing of its own; empty where nothing was kept."""
    loss = series(steps, "loss", DRAWN)
    if len(loss) < 2:
        return ""
    held_out = series(steps, "eval_loss", DRAWN)
    rates = series(steps, "lr", DRAWN)
    last = float(max(point["step"] for point in steps))
    values = [value for _, value in [*loss, *held_out]]
    low, high = min(values), max(values)
    lines = [_polyline(rates, last, 0.0, max((rate for _, rate in rates), default=0.0), "rate")]
    lines += [_polyline(loss, last, low, high, "loss"), _polyline(held_out, last, low, high, "heldout")]
    names = [
        ("loss", "loss"),
        *([("heldout", "held-out loss")] if held_out else []),
        *([("rate", "learning rate")] * bool(rates)),
    ]
    legend = " ".join(f"<span class='key {kind}'>{name}</span>" for kind, name in names)
    texts = (
        f"<text x='46' y='18' text-anchor='end'>{high:.3g}</text>"
        f"<text x='46' y='204' text-anchor='end'>{low:.3g}</text>"
        f"<text x='52' y='222'>step 1</text><text x='632' y='222' text-anchor='end'>{last:,.0f}</text>"
    )
    frame = "<path class='frame' d='M52 10V204H632'/>"
    title = f"loss over {last:,.0f} steps, from {loss[0][1]:.3g} to {loss[-1][1]:.3g}"
    drawing = (
        f"<svg class=curve viewBox='0 0 640 228' role=img aria-label='{title}'>{frame}{''.join(lines)}{texts}</svg>"
    )
    return f"<p class=legend>{legend}</p>{drawing}"


def _polyline(values: Sequence[tuple[float, float]], last: float, low: float, high: float, kind: str) -> str:
    if not values:
        return ""
    wide, tall = max(last - 1, 1), (high - low) or 1
    at = " ".join(f"{52 + 580 * (x - 1) / wide:.1f},{204 - 190 * (y - low) / tall:.1f}" for x, y in values)
    return f"<polyline class='{kind}' points='{at}'/>"

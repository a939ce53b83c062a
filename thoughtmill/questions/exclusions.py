"""What is left out although it was paid for: planner and release both ask here, so quotas count what is left."""

from dataclasses import dataclass

import pyarrow as pa

from thoughtmill.questions.layers import LEAKED, Layers
from thoughtmill.store.store import Store

Trace = tuple[str, int, int]
"""Question, round, index."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """Questions that are neither asked nor released, and traces that are not released, whoever wrote them."""

    questions: frozenset[str] = frozenset()
    traces: frozenset[Trace] = frozenset()

    def rows(self, verdicts: pa.Table) -> set[int]:
        """The numbers of the rows of verdicts (`question_id`, `round`, `index`) that are excluded."""
        if not self.questions and not self.traces:
            return set()
        names = zip(*(verdicts[name].to_pylist() for name in ("question_id", "round", "index")), strict=True)
        return {row for row, name in enumerate(names) if name[0] in self.questions or name in self.traces}


NOTHING = Excluded()
"""Where nothing is excluded."""


def excluded_by(store: Store, layers: Layers) -> Excluded:
    """What these layers exclude: questions that leak a held-out question which was added later."""
    leaks = (store.read(layer.file(LEAKED), ["id"])["id"].to_pylist() for layer in layers.commits[1:])
    return Excluded(frozenset(question for found in leaks for question in found))

"""Samples that the student's training could not take are left out before the quotas count as filled.

That is an exclusion: a committed record. So planner and release stay functions of what is committed, and another
machine with another tokenizer at hand makes no other release.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.generation.planner import Ledger, UnitState
from thoughtmill.ids import content_id
from thoughtmill.questions.exclusions import ExcludedFor, exclude
from thoughtmill.release.publish import samples_from
from thoughtmill.store.store import Commit
from thoughtmill.student.tokens import LENGTHS, kept_as, lengths, tokenizer_id

BY = "produce"
"""Who says so, in the record."""


def exclude_too_long(ledger: Ledger, tokenizer: Any, most: int, folder: Path) -> Commit | None:
    """Exclude what would come into the release and is longer than `most` tokens; None where nothing is.

    folder: where the counts of a unit are kept, so that none is made twice on a machine. Memory: one shard at a time.
    """
    counted_by, named = tokenizer_id(tokenizer), dict[str, str]()
    for state in _candidates(ledger):
        assert state.usable is not None
        kept = folder / f"{content_id([state.unit.verdict_key, list(state.usable)])}-{counted_by}.parquet"
        if kept.exists():
            table: pa.Table = pq.read_table(kept, schema=LENGTHS)
        else:
            table = kept_as(kept, lengths(tokenizer, samples_from(ledger, state).to_pylist()))
        for row in table.to_pylist():
            if (tokens := row["prompt"] + row["completion"]) > most:
                named[row["id"]] = f"{tokens:,} of the student's tokens, at most {most:,}"
    return exclude(ledger.store, named, ExcludedFor.TOO_LONG, BY) if named else None


def _candidates(ledger: Ledger) -> Iterator[UnitState]:
    """The judged units that fill the quotas, in plan order."""
    for part, settings in ledger.campaign.parts.items():
        for domain, quota in settings.domain_quotas().items():
            missing = quota
            with closing(ledger.units(part, domain)) as units:
                for state in units:
                    if missing <= 0 or state.usable is None:
                        break
                    missing -= len(state.usable)
                    if state.usable:
                        yield state

"""The evaluation questions: read whole, committed with the layer that brought them, the same ones on every machine."""

from collections.abc import Iterator
from dataclasses import dataclass

from thoughtmill.campaign import Campaign
from thoughtmill.errors import CampaignError
from thoughtmill.questions.layers import Layers, latest, layer_id, newest
from thoughtmill.questions.looking import faults_of, question_id
from thoughtmill.questions.reading import Question, Reader
from thoughtmill.questions.reference_options import require_options
from thoughtmill.questions.sources import read_rows, resolved
from thoughtmill.store.store import Store
from thoughtmill.verifiers import VERIFIERS

HELD_OUT_FILE = "held-out.parquet"
"""In each layer: the held-out questions that it brought."""
MOST_TOLD = 20
"""Rows of exams that are named at once."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One evaluation question; `source` is its family."""

    question_id: str
    source: str
    prompt: str
    verifier: str
    reference: str


def read_held_out(campaign: Campaign) -> Iterator[HeldOut]:
    """The evaluation questions. Unlike sources, every row must be whole: a hole in the exam would go unnoticed.

    Raises CampaignError naming the rows that are not, behind the last row.
    """
    faults: list[str] = []
    for source in campaign.exams:
        if source.verifier not in VERIFIERS:
            raise CampaignError(f"evaluation {source.name}: one of {sorted(VERIFIERS)}", source.verifier, "name one")
        require_options(f"evaluation.sources.{source.name}", source.verifier, source.options)
        reader = Reader(source, read_rows(resolved(source.path, campaign.path)))
        for row in reader:
            asked = reader.read(row)
            why = _fault_of(asked, source.verifier)
            if why is not None:
                faults.append(f"{source.name}, row {row.number}: {why}")
            elif isinstance(asked.prompt, str) and asked.reference is not None:
                yield HeldOut(question_id(asked.prompt), source.name, asked.prompt, source.verifier, asked.reference)
    if faults:
        more = [f"and {len(faults) - MOST_TOLD:,} more rows"] * (len(faults) > MOST_TOLD)
        told = "\n          ".join([*faults[:MOST_TOLD], *more])
        expected = "evaluation questions with a prompt and a reference that their verifier can use"
        raise CampaignError(expected, told, "mend these rows, or take them out of the exam")


def _fault_of(asked: Question, verifier: str) -> str | None:
    """Why this can't be a question of an exam."""
    if asked.turns:
        return "a conversation"
    if asked.fault:
        return " ".join(asked.fault)
    if not isinstance(asked.prompt, str) or not asked.prompt.strip():
        return "no prompt"
    return "no reference" if asked.reference is None else faults_of(verifier, asked.reference)


def added_to(campaign: Campaign, before: list[HeldOut]) -> list[HeldOut]:
    """The evaluation questions of a campaign that are not among those of a store.

    Raises CampaignError for one whose reference is another now: the comparisons so far were made with the old one.
    """
    known = {question.question_id: question for question in before}
    found = list(read_held_out(campaign))
    for question in found:
        old = known.get(question.question_id)
        if old is not None and old.reference != question.reference:
            raise CampaignError(
                f"{question.source}: the reference of {question.question_id} as it was, {old.reference!r}",
                repr(question.reference),
                "put it back; a corrected exam needs a store of its own",
            )
    return [question for question in found if question.question_id not in known]


def held_out_of(store: Store, layers: Layers | None = None) -> list[HeldOut]:
    """The evaluation questions as they were committed with these layers, all layers by default.

    Raises StoreError if nothing is prepared.
    """
    found = layers or Layers.up_to(store, newest(store))
    return [HeldOut(**row) for layer in found.commits for row in store.read(layer.file(HELD_OUT_FILE)).to_pylist()]


def added_exams(store: Store) -> list[str]:
    """The ids of the layers, but for the first, that brought evaluation questions; empty where all are of the first."""
    last = latest(store)
    later = Layers.up_to(store, last).commits[1:] if last else ()
    return [layer_id(layer) for layer in later if layer.counts["held_out"]]


def require_held_out(store: Store) -> None:
    """Raises CampaignError for a store without held-out questions: a comparison of nothing would look like one."""
    if not held_out_of(store):
        found = "none: `[evaluation]` came after the questions were prepared, or the campaign has none"
        todo = "`thoughtmill produce CAMPAIGN` adds those of its `[evaluation]` as a layer; then compare"
        raise CampaignError("held-out questions in the store", found, todo)

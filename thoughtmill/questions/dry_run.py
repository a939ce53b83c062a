"""What `prepare` would make of each row of a campaign's sources, without a store."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass

from thoughtmill.campaign import Campaign, Source
from thoughtmill.errors import CampaignError
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.held_out import read_held_out
from thoughtmill.questions.intake import Intake, looked_at_all, same_reference, take_all
from thoughtmill.questions.kept import unpacked
from thoughtmill.questions.looking import Looked


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of a source: its number, what it asks; why it would be refused, None if it would not.

    Of a row with a fault of its own the beginning of the prompt. private: secrets and personal data in it, by kind and
    their ends.
    """

    source: str
    row: int
    format: str
    reason: str | None
    detail: str
    prompt: str
    reference: str | None
    private: tuple[str, ...] = ()


def dry_run(campaign: Campaign, exam: Exam) -> Iterator[SeenRow]:
    """Every row in order. Raises CampaignError where `prepare` would; commits nothing."""
    intake = Intake()
    for source in campaign.sources:
        before = intake.rows
        reader, chunks = looked_at_all(campaign, source, exam)
        with closing(chunks):
            for looked in chunks:
                yield from _seen(source, reader.format.name if reader.format else "columns", looked, exam, intake)
        if intake.rows == before:
            raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")


def _seen(source: Source, format_: str, looked: Looked, exam: Exam, intake: Intake) -> Iterator[SeenRow]:
    refused = dict(zip(take_all(source, looked, exam, intake), intake.refused.taken(), strict=True))
    private: dict[str, tuple[str, ...]] = {}
    for _, _, key, kind, excerpt in intake.private.taken():
        private[key] = (*private.get(key, ()), f"{kind} {excerpt}")
    for at, number in enumerate(looked.numbers):
        row = unpacked(looked.contents[at])
        reason, detail = refused[at][2:4] if at in refused else (None, "")
        prompt = (looked.faults[at][2] or "") if at in looked.faults else row[5]
        found = private.get(row[0], ()) if at not in refused else ()
        yield SeenRow(source.name, number, format_, reason, detail, prompt, row[7], found)


def held_out_exam(campaign: Campaign) -> Exam:
    """The held-out questions, to look for leaks. Raises CampaignError."""
    return Exam((Known(**asdict(question)) for question in read_held_out(campaign)), same_reference)


def no_exam() -> Exam:
    """None, where there are no held-out questions yet."""
    return Exam((), same_reference)

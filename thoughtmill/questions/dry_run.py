"""What `prepare` would make of each row of a campaign's sources, without a store."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from thoughtmill.campaign import Campaign
from thoughtmill.errors import CampaignError
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.held_out import read_held_out
from thoughtmill.questions.intake import Intake, same_reference, take, verifier_exists
from thoughtmill.questions.reading import Reader
from thoughtmill.questions.sources import read_rows, resolved


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of a source: its number, what it asks; why it would be refused, None if it would not.

    private: secrets and personal data in it, by kind and their ends.
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
        verifier_exists(source)
        reader = Reader(source, read_rows(resolved(source.path, campaign.path)))
        name, row = reader.format.name if reader.format else "columns", None
        for row in reader:
            asked = reader.read(row)
            take(source, row.number, asked, exam, intake)
            reason, detail = next((found[2:4] for found in intake.refused.taken()), (None, ""))
            prompt = asked.prompt if isinstance(asked.prompt, str) else ""
            private = tuple(f"{found[3]} {found[4]}" for found in intake.private.taken())
            yield SeenRow(source.name, row.number, name, reason, detail, prompt, asked.reference, private)
        if row is None:
            raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")


def held_out_exam(campaign: Campaign) -> Exam:
    """The held-out questions, to look for leaks. Raises CampaignError."""
    return Exam((Known(**asdict(question)) for question in read_held_out(campaign)), same_reference)


def no_exam() -> Exam:
    """None, where there are no held-out questions yet."""
    return Exam((), same_reference)

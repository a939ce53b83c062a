"""What the figures of a comparison do not show: it depends on whether its questions are of families trained on."""

from collections.abc import Mapping
from typing import Any

from thoughtmill.campaign import Campaign, EvaluationSource, Source

ALL_ALIKE = (
    "What these figures do not show: the held-out questions have the wording of the questions that were trained on, "
    "with other numbers and words. They say what was learnt of these families, not how the student does on others."
)
"""What every comparison said first, whatever it asked: a part of every key, so it stays as it is."""
UNKNOWN = (
    "What these figures do not show: how the student does on questions unlike these. Where they have the wording of "
    "questions that were trained on, they say what was learnt of these families alone."
)
"""Instead of it, of a comparison that was committed while all said the same."""


def not_shown(campaign: Campaign) -> str:
    """The sentence for a campaign's exams: which are families of its own sources, and which are other ones."""
    own = [exam.name for exam in campaign.exams if any(_is_family(exam, source) for source in campaign.sources)]
    others = [exam.name for exam in campaign.exams if exam.name not in own]
    said: list[str] = []
    if own:
        said.append(
            f"the questions of {', '.join(own)} are of the families that were trained on, with other numbers and "
            "words: they say what was learnt of these families, not how the student does on others"
        )
    if others:
        said.append(
            f"{', '.join(others)} are no sources of the training: the figures say how the student does on them, not "
            "on other tasks, and whether the base was trained on them before is not known"
        )
    return f"What these figures do not show: {'; '.join(said)}."


def shown(facts: Mapping[str, Any]) -> str:
    """The sentence of a committed comparison, as it may be shown."""
    said = str(facts["not_shown"])
    return UNKNOWN if said == ALL_ALIKE else said


def _is_family(exam: EvaluationSource, source: Source) -> bool:
    """By its name, or as another part of the same set: hub:OWNER/NAME?…, reasoning-gym:TASK?…, the same file."""
    return exam.name == source.name or exam.path.partition("?")[0] == source.path.partition("?")[0]

"""A time of day on a clock of 24 hours against one of twelve."""

from thoughtmill.verifiers.contract import SAME, Check, differs, unclear
from thoughtmill.verifiers.math.parse.words import same_words

HALF_OF_DAY = "in the morning or in the afternoon?"
"""Why 3:30 is not decided against 3:30 PM."""


def same_clock(hour: str, minute: str, other: str) -> Check:
    """15:30 is 3:30 PM; 3:30 may be."""
    if not (hour.isdigit() and len(minute) == 2 and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        return differs("a ratio instead of a time")
    if hour[0] == "0" or int(hour) > 12:
        same = same_words(f"{int(hour) % 12 or 12}:{minute} {'pm' if int(hour) > 11 else 'am'}", other)
        return SAME if same else differs("another time")
    if any(same_words(f"{hour}:{minute} {half}", other) for half in ("am", "pm")):
        return unclear(HALF_OF_DAY)
    return differs("another time")

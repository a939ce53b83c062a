"""How much one URL is asked at once and in a minute: as much as it takes, and never more than was allowed.

Times are seconds of the loop's clock.
"""

import math
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

LONGEST_WAIT_S = 3600.0
"""Servers that all want us to wait longer are not waited for: the run ends, and says so."""

RESET = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m(?!s))?(?:(\d{1,6}(?:\.\d{1,9})?)(s|ms))?")
"""How OpenAI and others say in `x-ratelimit-reset-…` when a limit is whole again: `6m0s`, `1.5s`, `20ms`, `1h2m`."""

COUNTED = [(f"x-ratelimit-remaining-{what}", f"x-ratelimit-reset-{what}") for what in ("requests", "tokens")]
"""What a server counts: the headers that say how much is left, and when it is whole again."""

MOST_REST_S = 60.0
"""An answer's word that nothing is left is believed for so long; then one more is sent, and a 429 says it again."""


class AdaptiveLimit:
    """Requests in flight at once, `room` in whole: additive increase with answers, halved by a 429 or 503.

    While a limit is answered once, it grows by one, then by two, by three and so on until it is cut again: a server
    whose room is what it is refuses few, and one that has its room back is soon full again.
    """

    def __init__(self, most: int) -> None:
        self.most, self.value, self.room = most, float(most), most
        self.cut_at, self.step = -math.inf, 1.0

    def answered(self) -> None:
        """An answer came: a little more may be in flight."""
        if self.value < self.most:
            self.step += max(1.0, self.most / 256) / self.value
            self.value = min(self.most, self.value + min(1.0, self.step / self.value))
            self.room = int(self.value)

    def refused(self, sent_at: float, in_flight: int, now: float) -> None:
        """There was no room for a request. All that was sent before the last cut is answered by that cut."""
        if sent_at >= self.cut_at:
            self.value = max(1.0, min(self.value, in_flight + 1) / 2)
            self.cut_at, self.step, self.room = now, 1.0, int(self.value)


class Pace:
    """Requests and tokens a minute at most, evenly spread. What an answer will take is what the last ones took."""

    def __init__(self, requests_per_minute: int | None, tokens_per_minute: int | None, most_tokens: int) -> None:
        self.request_s = 60 / requests_per_minute if requests_per_minute else 0.0
        self.token_s = 60 / tokens_per_minute if tokens_per_minute else 0.0
        self.expected, self.known = float(most_tokens), 0
        self.next_request = self.next_token = -math.inf

    @property
    def due_at(self) -> float:
        """When the next request may be sent."""
        return max(self.next_request, self.next_token)

    def sent(self, now: float) -> float:
        """A request is sent now. Returns the tokens that it is expected to take."""
        if self.request_s:
            self.next_request = max(self.next_request, now) + self.request_s
        if self.token_s:
            self.next_token = max(self.next_token, now) + self.expected * self.token_s
        return self.expected

    def took(self, expected: float, tokens: int) -> None:
        """It took so many tokens; none if it was refused."""
        self.next_token += (tokens - expected) * self.token_s
        if tokens:
            self.known += 1
            self.expected += (tokens - self.expected) / min(self.known, 32)


def wanted_pause_s(headers: Mapping[str, str], unix_s: float) -> float:
    """How long a server wants us to wait, by Retry-After (seconds or a date) or retry-after-ms; 0 if it doesn't say.

    Where these are missing, until what it names as used up is there again. headers: with names in lower case, or where
    case makes no difference. What is no time is not said.
    """
    in_ms, wanted = headers.get("retry-after-ms", ""), headers.get("retry-after", "").strip()
    if seconds := _number(in_ms) / 1000 or _number(wanted):
        return seconds
    try:
        said = max(0.0, parsedate_to_datetime(wanted).timestamp() - unix_s) if wanted[:1].isalpha() else 0.0
    except (ValueError, TypeError, OverflowError):
        said = 0.0
    return said or used_up_s(headers)


def used_up_s(headers: Mapping[str, str]) -> float:
    """In how many seconds that is there again which an answer says is used up (x-ratelimit-remaining-…: 0)."""
    return max([_reset_s(headers, left, reset) for left, reset in COUNTED])


def _reset_s(headers: Mapping[str, str], left: str, reset: str) -> float:
    if (counted := headers.get(left)) is None or counted.strip() != "0":
        return 0.0
    said = headers.get(reset, "").strip()
    if (found := RESET.fullmatch(said)) is None:
        return _number(said)
    hours, minutes, seconds, unit = found.groups()
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds or 0) / (1000 if unit == "ms" else 1)


def _number(text: str) -> float:
    """A decimal number of at most ten digits in a header; 0 for anything else."""
    plain = text.isascii() and len(text) <= 10 and text.replace(".", "", 1).isdigit()
    return float(text) if plain else 0.0

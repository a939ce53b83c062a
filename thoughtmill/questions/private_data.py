"""Secrets and personal data in the text of questions: only what has a form that can be checked, and no list of names.

Secrets are found by the detectors of detect-secrets that know a form; those that guess by entropy or by the word
"password", and that ring on points of geometry, are left out. Personal data: e-mail addresses, telephone numbers that
are written or introduced as such, card numbers with their check digit, IBANs with theirs.
"""

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

DETECTORS = (
    "aws", "azure_storage_key", "basic_auth", "cloudant", "discord", "github_token", "gitlab_token", "jwt", "mailchimp",
    "npm", "openai", "private_key", "pypi_token", "sendgrid", "slack", "square_oauth", "stripe", "telegram_token",
    "twilio",
)  # fmt: skip
"""Modules of detect_secrets.plugins."""

_LONG = 24
"""Characters without white space that a secret takes at least, but for those that begin like this:"""
_BEGINS = ("AKIA", "ASIA", "ABIA", "ACCA", "A3T", "PRIVATE KEY", "PuTTY-User", "xox", "://")
_RUN = re.compile(rf"[0-9A-Za-z_/+=-]{{{_LONG}}}")  # of any text: formulas without spaces have none
_EMAIL = re.compile(r"(?<![\w.+/@-])[A-Za-z0-9][\w.+-]{0,63}@((?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24})(?![\w@(])")
_NOBODYS = re.compile(
    r"(?:.*\.)?(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost|local)", re.IGNORECASE
)  # domains that are kept free for examples
_INTERNATIONAL = re.compile(
    r"(?:^|(?<=[:：,;(\"'])|(?<=[A-Za-z][A-Za-z:：,;]\s))"
    r"\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?![\d.,/*^=+-]*\d)",
    re.MULTILINE,
)  # +49 30 901820, where no term of a sum can stand
_INTRODUCED = re.compile(
    r"(?:\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|call|text)\b\.?(?:\s*(?:number|no\.?))?"
    r"(?:\s*(?:is|at|me at|us at|:|#)){0,2}|(?:电话|手机|联系方式)(?:号码|号)?\s*(?:是|为|:|：)?)\s*"
    r"(\+?\(?\d{2,4}\)?(?:[ .-]?\d{2,5}){2,4})(?![\d.,]*\d)",
    re.IGNORECASE,
)  # a number behind the word that says what it is
_CARD = re.compile(
    r"(?<![\d.,-])(?:[2-6]\d{3}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -])\d{6}\2\d{5})(?![\d.,-]*\d)"
    r"|(?i:\b(?:card|visa|mastercard|amex|卡号)[^\d\n]{0,30})(\d{13,19})(?!\d)"
)  # in groups as on a card, or introduced
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_NEAR = re.compile(r"\d[\d ().-]{9}")  # digits that may be one number
_NEAR_IBAN = re.compile(r"[A-Z][A-Z]\d\d ?[A-Z0-9]")
LEAST_DIGITS, MOST_DIGITS = 10, 15
"""Of a telephone number with its area or country."""
Bytes = npt.NDArray[np.uint8]
_SIGNS = (*(begin.encode() for begin in _BEGINS), b"@")


def _bytes_that_match(pattern: str) -> npt.NDArray[np.bool_]:
    return np.array([one > 127 or re.match(pattern, chr(one)) is not None for one in range(256)])


_OF_RUNS, _OF_NUMBERS = _bytes_that_match("[0-9A-Za-z_/+=-]"), _bytes_that_match(r"[\d ().-]")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: its kind, and the text with all but its ends left out."""

    kind: str
    excerpt: str


def private_in(text: str) -> Iterator[Found]:
    """Secrets and personal data in a text, each once. Quick for a text that can hold none."""
    seen = set[str]()
    for kind, told in _all_in(text):
        if told not in seen:
            seen.add(told)
            yield Found(kind, _masked(told))


def may_hold(texts: Sequence[str]) -> list[int]:
    """The places of texts in which something private may be found: a long run, a sign of an address, many digits.

    Looked for in the bytes of all texts at once; a byte that is not ASCII may be anything.
    """
    raw = [text.encode("utf-8", "replace") for text in texts]
    ends = np.cumsum([0, *(len(one) + 1 for one in raw)])
    joined = b"\n".join(raw) + b"\n"
    every = np.frombuffer(joined, np.uint8)
    is_digit = (every >= ord("0")) & (every <= ord("9"))
    digits = np.add.reduceat(is_digit, ends[:-1], dtype=np.int64) if texts else np.empty(0, np.int64)
    wanted = (digits >= LEAST_DIGITS) & (_runs(every, ends, _OF_NUMBERS, 10) | _may_be_iban(every, ends))
    wanted |= _runs(every, ends, _OF_RUNS, _LONG)
    if any(sign in joined for sign in _SIGNS):
        wanted |= np.array([any(sign in one for sign in _SIGNS) for one in raw], np.bool_)
    return np.flatnonzero(wanted).tolist()


def _may_be_iban(every: Bytes, ends: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Which texts hold two capitals and a digit behind them."""
    capital, digit = (every >= ord("A")) & (every <= ord("Z")), _OF_NUMBERS[every]
    found = np.zeros(len(ends) - 1, np.bool_)
    places = np.flatnonzero(capital[:-2] & capital[1:-1] & digit[2:])
    found[np.searchsorted(ends, places, "right") - 1] = True
    return found


def _runs(every: Bytes, ends: npt.NDArray[np.intp], of: npt.NDArray[np.bool_], least: int) -> npt.NDArray[np.bool_]:
    """Which texts hold so many bytes of a kind one behind the other."""
    others = np.flatnonzero(~of[every])
    starts = np.append(np.intp(-1), others[:-1])[np.diff(others, prepend=-1) > least]
    found = np.zeros(len(ends) - 1, np.bool_)
    found[np.searchsorted(ends, starts + 1, "right") - 1] = True
    return found


def _all_in(text: str) -> Iterator[tuple[str, str]]:
    if _may_hold_a_secret(text):
        yield from _secrets(text)
    if "@" in text:
        yield from (("e-mail address", email[0]) for email in _EMAIL.finditer(text) if _is_somebodys(email))
    raw = text.encode("utf-8", "replace")
    if len(raw) - len(raw.translate(None, b"0123456789")) >= LEAST_DIGITS and (
        _NEAR.search(text) or _NEAR_IBAN.search(text)
    ):
        yield from _numbers(text)


def _may_hold_a_secret(text: str) -> bool:
    for begin in _BEGINS:
        if begin in text:
            return True
    return max(map(len, text.split()), default=0) >= _LONG and _RUN.search(text) is not None


def _is_somebodys(email: re.Match[str]) -> bool:
    in_address = "://" in re.split(r"\s", email.string[max(0, email.start() - 200) : email.start()])[-1]
    return not in_address and not _NOBODYS.fullmatch(email[1]) and not email[0].startswith("git@")


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    for phone in (*_INTERNATIONAL.finditer(text), *_INTRODUCED.finditer(text)):
        told = phone[1] if phone.re.groups else phone[0]
        if LEAST_DIGITS <= sum(sign.isdigit() for sign in told) <= MOST_DIGITS:
            yield "telephone number", told
    for card in _CARD.finditer(text):
        told = card[3] or card[0]
        if _luhn(told):
            yield "card number", told
    yield from (("IBAN", iban[0]) for iban in _IBAN.finditer(text) if _is_iban(iban[0]))


@cache
def _detectors() -> tuple[tuple[str, Callable[[str], Iterator[Any]]], ...]:
    """Their kinds and what finds them. Importing them takes a second."""
    from detect_secrets import plugins

    found: list[tuple[str, Callable[[str], Iterator[Any]]]] = []
    for name in DETECTORS:
        module = importlib.import_module(f"{plugins.__name__}.{name}")
        for made in vars(module).values():
            if isinstance(made, type) and made.__module__ == module.__name__ and hasattr(made, "analyze_string"):
                detector = made()
                found.append((detector.secret_type, detector.analyze_string))
    return tuple(found)


def _secrets(text: str) -> Iterator[tuple[str, str]]:
    for kind, analyze in _detectors():
        for told in analyze(text):
            found = told if isinstance(told, str) else "".join(told)
            if "{" not in found and "<" not in found:  # a placeholder: `://{user}:{password}@`
                yield f"secret: {kind}", found


def _luhn(text: str) -> bool:
    """Whether the check digit of a card's number is right."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(text: str) -> bool:
    """Whether the check digits of an IBAN are right."""
    plain = text.replace(" ", "")
    return 15 <= len(plain) <= 34 and int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _masked(told: str) -> str:
    """Its ends, and how long it is."""
    plain = " ".join(told.split())
    ends = 2 if len(plain) > 8 else 1
    return f"{plain[:ends]}…{plain[-ends:]} ({len(plain)} characters)"

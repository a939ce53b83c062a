"""Secrets and personal data in the text of questions: only what has a form that can be checked, and no list of names.

Secrets are found by the detectors of detect-secrets that know a form; those that guess by entropy or by the word
"password", and that ring on points of geometry, are left out. Personal data: e-mail addresses, telephone numbers that
are written or introduced as such, card numbers with their check digit, IBANs with theirs.
"""

import importlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

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
_SIGNS = (*(begin.encode() for begin in _BEGINS), b"@")


def _marks(*kinds: tuple[str, bytes]) -> bytes:
    """For bytes.translate: what matches becomes this mark, what is not ASCII the last one, all else a space."""
    marks = {one: mark for pattern, mark in reversed(kinds) for one in range(128) if re.match(pattern, chr(one))}
    return b"".join(marks.get(one, b" " if one < 128 else kinds[-1][1]) for one in range(256))


_OF_RUNS, _OF_NUMBERS = _marks(("[0-9A-Za-z_/+=-]", b"x")), _marks((r"[\d ().-]", b"1"))
_OF_IBANS = _marks(("[A-Z]", b"A"), (r"\d", b"1"))


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


def may_hold(texts: Sequence[str]) -> set[int]:
    """The places of texts in which something private may be found: a long run, a sign of an address, many digits.

    Looked for in the bytes of all texts at once; a byte that is not ASCII may be anything.
    """
    raw = [text.encode("utf-8", "replace") for text in texts]
    joined, ends = b"".join([one + b"\n" for one in raw]), [*accumulate(len(one) + 1 for one in raw)]
    found = _texts_with(b"x" * _LONG, joined.translate(_OF_RUNS), ends)
    near = _texts_with(b"1" * 10, joined.translate(_OF_NUMBERS), ends)
    near |= _texts_with(b"AA1", joined.translate(_OF_IBANS), ends)
    found |= {at for at in near if _digits(raw[at]) >= LEAST_DIGITS}
    if any(sign in joined for sign in _SIGNS):
        found |= {at for at, one in enumerate(raw) if any(sign in one for sign in _SIGNS)}
    return found


def _texts_with(wanted: bytes, marked: bytes, ends: list[int]) -> set[int]:
    found, at = set[int](), marked.find(wanted)
    while at >= 0:
        found.add(text := bisect_right(ends, at))
        at = marked.find(wanted, ends[text])
    return found


def _digits(raw: bytes) -> int:
    return len(raw) - len(raw.translate(None, b"0123456789"))


def _all_in(text: str) -> Iterator[tuple[str, str]]:
    if _may_hold_a_secret(text):
        yield from _secrets(text)
    if "@" in text:
        yield from (("e-mail address", email[0]) for email in _EMAIL.finditer(text) if _is_somebodys(email))
    many = _digits(text.encode("utf-8", "replace")) >= LEAST_DIGITS
    if many and (_NEAR.search(text) or _NEAR_IBAN.search(text)):
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

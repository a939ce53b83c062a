"""The formats of JSON schemas: which are checked, and by what; one whose package is not here can't be told."""

import re
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address

from jsonschema import FormatChecker

from thoughtmill.verifiers.json_schema.numbers import Unclear
from thoughtmill.verifiers.json_schema.patterns import as_python, checked_pattern

PACKAGES = {
    "uri": "rfc3986-validator",
    "uri-reference": "rfc3986-validator",
    "hostname": "fqdn",
    "idn-hostname": "idna",
    "json-pointer": "jsonpointer",
    "relative-json-pointer": "jsonpointer",
    "iri": "rfc3987-syntax",
    "iri-reference": "rfc3987-syntax",
    "uri-template": "uri-template",
    "duration": "isoduration",
}
"""Formats that the library jsonschema checks where a package is there."""
_THERE = FormatChecker().checkers
FORMATS = FormatChecker(("date", "ipv4", "ipv6", "uuid", *(one for one in PACKAGES if one in _THERE)))
"""The formats that are checked; those that no draft of the standard names are only remarks."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=[Tt])", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d:(?:[0-5]\d|60)(?:\.\d{1,60})?(?:[Zz]|[+-]\d\d:[0-5]\d)", re.ASCII)
"""For a date and a time as RFC 3339 writes them; 60 is a leap second,
which comes at the end of a day of UTC alone."""
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(
    rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*")@(?:{_LABEL}(?:\.{_LABEL})*|\[(.+)\])', re.ASCII
)
"""For an address of mail as RFC 5321 has it; in brackets the number of a host."""


@FORMATS.checks("time", raises=ValueError)
def is_time(value: object) -> bool:
    """Whether a text is a time of day that there is."""
    if not isinstance(value, str):
        return True
    if not _TIME.fullmatch(value):
        return False
    bare = re.sub(r"\.\d+", "", value.upper().replace("Z", "+00:00"))
    leap = bare[6:8] == "60"
    there = datetime.fromisoformat(f"2000-01-02T{bare[:6]}{'59' if leap else bare[6:8]}{bare[8:]}").astimezone(UTC)
    return not leap or (there.hour, there.minute) == (23, 59)


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """Whether a text is a date and time that there is."""
    if not isinstance(value, str):
        return True
    day = _DAY.match(value)
    return bool(day and datetime.fromisoformat(day[0]) and is_time(value[day.end() + 1 :]))


@FORMATS.checks("email", raises=ValueError)
def is_mailbox(value: object) -> bool:
    """Whether a text is an address of mail; that of the library asks only for an @."""
    if not isinstance(value, str):
        return True
    found = _MAILBOX.fullmatch(value)
    if found is None or found[1] is None:
        return found is not None
    number = found[1].removeprefix("IPv6:")
    return bool(IPv4Address(number) if number == found[1] else IPv6Address(number))


@FORMATS.checks("regex", raises=re.error)
def is_pattern(value: object) -> bool:
    """Whether a text is a regular expression of JavaScript. Raises Unclear for what Python does not know of it."""
    if not isinstance(value, str):
        return True
    pattern = checked_pattern(value)
    try:
        return bool(as_python(pattern))
    except re.error as error:
        if re.search(r"look-behind requires|group (?:name|reference)|to an open group|bad escape \\[cu]", str(error)):
            raise Unclear(f"Python can't tell whether JavaScript reads {value[:60]!r}: {error}") from error
        raise


def _untold(name: str, package: str) -> None:
    @FORMATS.checks(name)
    def lacks(value: object) -> bool:
        if isinstance(value, str):
            raise Unclear(f"missing: the package {package} is not there to check the format {name}")
        return True


for _name, _package in PACKAGES.items():
    if _name not in _THERE:
        _untold(_name, _package)

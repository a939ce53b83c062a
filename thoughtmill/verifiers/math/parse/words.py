"""Answers in words: which of them say the same."""

import re
import unicodedata

_GROUPS = [
    (
        "no solution|no solutions|no real solution|no real solutions|no real roots|no roots|none|empty set|the"
        " empty set"
        "|there is no solution|there are no solutions|无解|空集|无实数解|无实数根|没有解|没有实数解"
        "|没有实数根|没有根|方程无解|不存在解|无实根|不存在实数解|不存在实数根|不存在实根|不存在实解|没有实根|没有实数根|原方程无解"
    ),
    "does not exist|dne|undefined|doesn't exist|不存在|无定义|无意义|not defined",
    "yes|true|correct|right|是|是的|对|正确|真|对的|成立|能|可以",
    "no|false|incorrect|wrong|not correct|否|错|错误|假|不是|不对|不正确|不成立|不能|不可以",
    "even|偶数|偶函数|even function",
    "odd|奇数|奇函数|odd function",
    "infinitely many|infinite|infinitely many solutions|infinite solutions|无穷多|无数|无穷多个|无数个|无数解",
    "monday|星期一|周一|礼拜一",
    "tuesday|星期二|周二|礼拜二",
    "wednesday|星期三|周三|礼拜三",
    "thursday|星期四|周四|礼拜四",
    "friday|星期五|周五|礼拜五",
    "saturday|星期六|周六|礼拜六",
    "sunday|星期日|星期天|周日|周天|礼拜天",
]
_GROUP = {word: number for number, group in enumerate(_GROUPS) for word in group.split("|")}
_VERDICTS = {_GROUP["yes"], _GROUP["no"]}
_KINDS = (("even", "odd"), ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
_MONTHS = re.findall(r"\w+", "january february march april may june july august september october november december")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?\s*([ap])\.?\s?m\b\.?")
_CLOCK_CHINESE = re.compile(r"(上午|早上|下午|晚上|中午|凌晨)\s*(\d{1,2})(?:\s*[:点时]\s*(\d{1,2})?\s*分?)?")
_DATE = re.compile(
    r"(?:(?P<m>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})|(?P<d2>\d{1,2})\s+(?P<m2>[a-z]{3,9}))(?:st|nd|rd"
    r"|th)?(?:\s*,?\s*(?P<y>\d{4}))?"
)
_DATE_CHINESE = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


_REMAINDER = re.compile(
    r"商?(?:是|为)?\s*(\d{1,30})\s*[,，]?\s*(?:r|with remainder|remainder|余|余数是|余数为|\.{3,6})\s*(\d{1,30})"
)


def same_words(a: str, b: str) -> bool:
    """Whether two texts are the same words, up to case, articles, spaces and the ways to say yes, no or none."""
    a, b = _plain(a), _plain(b)
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    return a in _GROUP and _GROUP.get(a) == _GROUP.get(b)


def may_say(a: str, b: str) -> bool:
    """Whether one of two texts holds the other, or only one of them is a yes or no: "the series converges"."""
    a, b = _plain(a), _plain(b)
    if (_GROUP.get(a) in _VERDICTS) != (_GROUP.get(b) in _VERDICTS):
        return True
    return any(re.search(rf"(?<![a-z]){re.escape(x)}(?![a-z])", y) is not None for x, y in ((a, b), (b, a)) if x)


def kin(text: str) -> str | None:
    """A pattern for all words of the kind of `text`, if that is a weekday or a parity."""
    word = _plain(text)
    for kind in _KINDS if word in _GROUP else ():
        groups = [_GROUP[one] for one in kind]
        if _GROUP[word] in groups:
            return "|".join(
                sorted((word for number in groups for word in _GROUPS[number].split("|")), key=len, reverse=True)
            )
    return None


def is_moment(text: str) -> bool:
    """Whether the words are a time of day, a date, or a quotient with its remainder."""
    return (len(text) < 40 and text[-1:] not in "0123456789)}" and _plain(text).startswith(("clock ", "date "))) or (
        len(text) < 30
        and text[-1:].isdigit()
        and (text[:1].isalpha() or "r" in text or "R" in text or "余" in text or "..." in text)
        and _plain(text).startswith(("date ", "clock ", "remainder "))
    )


def says_nothing(text: str) -> bool:
    """Whether the words say that there is no solution."""
    return _GROUP.get(_plain(text)) == 0


def _plain(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" .,;:!\"'")
    if len(text) > 2_000:
        return text
    for article in ("the ", "a ", "an "):
        text = text.removeprefix(article)
    if len(text) > 2:
        text = text.removesuffix("的").removesuffix("条件")
    if found := _REMAINDER.fullmatch(text):
        return f"remainder {int(found.group(1))} {int(found.group(2))}"
    if found := _CLOCK.fullmatch(text):
        hour, minute, half = found.groups()
        return f"clock {int(hour) % 12 + (12 if half == 'p' else 0)}:{int(minute or 0)}"
    if found := _CLOCK_CHINESE.fullmatch(text):
        half, hour, minute = found.groups()
        late = half in ("下午", "晚上") or (half == "中午" and int(hour) < 3)
        return f"clock {int(hour) % 12 + (12 if late else 0)}:{int(minute or 0)}"
    if found := _DATE_CHINESE.fullmatch(text):
        return f"date {found.group(1) or ''}-{int(found.group(2))}-{int(found.group(3))}"
    if found := _DATE.fullmatch(text):
        month = found["m"] or found["m2"]
        number = next((i for i, name in enumerate(_MONTHS, 1) if month in (name, name[:3])), None)
        if number:
            return f"date {found['y'] or ''}-{number}-{int(found['d'] or found['d2'])}"
    return re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", text.replace("-", " "))

"""What of a text is running language, and the scripts that it is written in."""

import re
from collections.abc import Callable
from functools import cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
KANA = "\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
_BLOCKS = {
    "hi": 0x900, "bn": 0x980, "pa": 0xA00, "gu": 0xA80, "or": 0xB00, "ta": 0xB80, "te": 0xC00, "kn": 0xC80,
    "ml": 0xD00, "si": 0xD80, "th": 0xE00, "lo": 0xE80,
}  # fmt: skip
"""Where the 128 characters of a script of southern Asia begin."""
SCRIPTS: dict[str, re.Pattern[str]] = {
    "zh": re.compile(rf"[{HAN}]+"),
    "ja": re.compile(rf"[{KANA}]+"),
    "ko": re.compile(r"[\uac00-\ud7af\u3131-\u318e]+"),
    "ru": re.compile(r"[\u0400-\u052f]{2,}"),
    "ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]{2,}"),
    "he": re.compile(r"[\u05d0-\u05ea]{2,}"),
    "ka": re.compile(r"[\u10a0-\u10ff]{2,}"),
    "hy": re.compile(r"[\u0531-\u0587]{2,}"),
    "bo": re.compile(r"[\u0f00-\u0fff]{2,}"),
    "my": re.compile(r"[\u1000-\u109f]{2,}"),
    "am": re.compile(r"[\u1200-\u139f]{2,}"),
    "chr": re.compile(r"[\u13a0-\u13ff]{2,}"),
    "km": re.compile(r"[\u1780-\u17ff]{2,}"),
    "mn": re.compile(r"[\u1800-\u18af]{2,}"),
    **{name: re.compile(f"[{chr(first)}-{chr(first + 127)}]{{2,}}") for name, first in _BLOCKS.items()},
    # Greek letters are mathematics, also a few beside each other; a word has accents or a final sigma
    "el": re.compile(r"[\u0370-\u03ff]{0,40}[\u03ac-\u03af\u03cc-\u03ce\u03c2][\u0370-\u03ff]{1,40}"),
}
"""Words of each script, named by the language that most often has it."""

NOT_LATIN = re.compile(rf"[\u0370-\u1cff{KANA}{HAN}\u3131-\u318e\uac00-\ud7af]")
"""Any letter of another script than Latin: a quick first look."""

NO_LANGUAGE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*+`"
    r"|\$\$[^$]*+\$\$|\$(?! )[^$\n]*+(?<! )\$(?![0-9])|\$ [^$\n]*+(?<= )\$(?![0-9])"
    r"|\\\((?:[^\\]|\\(?![()]))*+\\\)|\\\[(?:[^\\]|\\(?![\[\]]))*+\\\]"
    r"|\\begin\{\w{1,20}\*?\}(?:[^\\]|\\(?!begin\{))*?\\end\{\w{1,20}\*?\}"
    r"|\\[a-zA-Z]+(?:\{(?:[^{}\n]|\{[^{}\n]{0,200}\}){0,400}\})*+"
    r"|https?://[^\s，。；、）”》]++"
    r"|\n(?: {4}|\t)[ \t]*[A-Za-z_#@})/\"'][^\n]*[=({}\[\];#][^\n]*",
    re.DOTALL,
)
"""Code (fenced, inline, indented lines), formulas, addresses. Each alternative stops where it would begin again."""


def led(words: str) -> str:
    """Words of which the first character is behind: a pattern that begins with one set of characters is fast."""
    return "|".join(f"(?<={word[0]}){word[1:]}" for word in words.split("|"))


_CODE_LINE = re.compile(
    r"^[ \t]*(?:(?:def|class|for|while|if|elif|with|struct|public|private|static|int|void|function)\b[^\n]*[:{;]"
    r"|else:|try:|except\b[^\n]*:|return\b[\x20-\x7e]*|(?:import|from) \w[\x20-\x7e]*|#include[^\n]*|print\([^\n]*"
    r"|[\w.\[\]]+ [-+*/]?= [\x20-\x7e]*|Traceback \([^\n]*|  File \"[^\n]*|SELECT [\x20-\x7e]*|(?:let|var"
    r"|const) \w+ ?[:=][\x20-\x7e]*|[$>] ?[a-z][\x20-\x7e]*"
    r"|>>> [^\n]*)(?: ;)*[ \t]*$",
    re.MULTILINE,
)
_ERRORS = ("Error", "Exception", "Warning", "Fault")
_TOLD_B = re.compile("[报错异警提输打显返日消信]")
_FATAL = re.compile(r"fatal|error|warning|Segmentation fault|Permission denied|command not found|[45]\d\d [A-Z]")
_QUERIES = ("SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "CREATE TABLE")
_SHELL = (
    "git|pip3?|npm|sudo|docker|cd|ls|conda|apt(?:-get)?|curl|kubectl|yarn|ps|grep|chmod|chown|ssh|scp|mkdir|rm|cp|mv"
    "|systemctl|cargo|dotnet|brew|dpkg|lsof|netstat|ss|df|du|sed|awk|wget"
)
_COMMAND = re.compile(rf"[{''.join({word[0]: word for word in _SHELL.split('|')})}](?<!\w.)(?:{led(_SHELL)}) ")
_SETTING = re.compile(r":(?: ?[\w#-]+;)")
_SAID_BY_MACHINES: tuple[tuple[Callable[[str], object], str], ...] = (
    (
        lambda text: any(word in text for word in _ERRORS),
        rf"\b\w*(?:{'|'.join(_ERRORS)})\b ?: ?[\x20-\x7e]{{0,300}}",
    ),
    (
        _TOLD_B.search,
        (
            r"(?:报错|错误|异常|警告|提示|输出|打印|显示|返回|日志|消息|信息)[^\n。，；A-Za-z]{0,12}"
            r"[:：为是“\"'‘「](?: ?[\"'“‘])?[\x20-\x7e]{2,300}"
        ),
    ),
    (
        _FATAL.search,
        (
            r"\b(?:fatal|error|warning|Segmentation fault|Permission denied|command not found"
            r"|[45]\d\d [A-Z]\w+)\b ?:?[\x20-\x7e]{0,200}"
        ),
    ),
    (lambda text: any(word in text for word in _QUERIES), rf"\b(?:{'|'.join(_QUERIES)})\b[\x20-\x7e]*"),
    (_COMMAND.search, rf"\b(?:{_SHELL}) [\x20-\x7e]{{1,100}}"),
    (_SETTING.search, r"\b[a-z-]+: ?[\w#-]+;"),
    (lambda text: "@" in text, r"[\w.+-]{1,40}@[\w.-]{1,60}"),
    (lambda text: "www." in text, r"\bwww\.[^\s，。；、）]{1,200}"),
    (lambda text: "<" in text, r"<[a-zA-Z/!][^<>\n]{0,200}>"),
    (lambda text: "《" in text, "《[^《》\n]{1,100}》"),
)
"""What a passage must have for an alternative to match at all, and the alternative, in the order they are tried in."""


@cache
def _machines(which: tuple[int, ...]) -> re.Pattern[str]:
    """Some of the alternatives: the others would only cost time."""
    return re.compile("|".join(_SAID_BY_MACHINES[at][1] for at in which))


def prose(text: str) -> str:
    """The running text: without formulas, code and addresses; what was there is marked by ` ; `. Linear in time."""
    return NO_LANGUAGE.sub(" ; ", f"\n{text}".replace("(ツ)", ""))


def without_machines(text: str) -> str:
    """Also without lines of code outside of fences, error messages, markup and titles of books."""
    text = _CODE_LINE.sub(" ; ", text)
    which = tuple(at for at, (needs, _) in enumerate(_SAID_BY_MACHINES) if needs(text))
    return _machines(which).sub(" ; ", text) if which else text


_ONE_LETTER = {name: re.compile(rf"{script.pattern.split(']')[0]}]") for name, script in SCRIPTS.items()}
_ONE_LETTER["el"] = re.compile(r"[\u03ac-\u03af\u03cc-\u03ce\u03c2]")
_ON_PAGES = {
    "zh": (*range(0x34, 0xA0), 0xF9, 0xFA, *range(0xD8, 0xDC)), "ja": (0x30, 0x31, 0xFF),
    "ko": (0x31, *range(0xAC, 0xD8)), "ru": (4, 5), "ar": (6, 7), "he": (5,), "ka": (0x10,), "hy": (5,), "el": (3,),
    "bo": (0xF,), "my": (0x10,), "am": (0x12, 0x13), "chr": (0x13,), "km": (0x17,), "mn": (0x18,),
    **{name: (first >> 8,) for name, first in _BLOCKS.items()},
}  # fmt: skip
"""Where in Unicode the letters of each script are: the upper byte of their UTF-16."""
_OF_HAN = bytes((*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA))
"""Pages that have no other letters than Han."""
_UNSURE = frozenset((0x4D, *range(0xD8, 0xDC)))
"""Pages that have some Han."""
_NO_HAN = bytes(set(range(256)) - set(_OF_HAN))
_MARKS = "，。：、（）；《》？！「」"
_COMMON = bytes((0, 0x20, 0x21, 0x22, *range(0x4E, 0xA0)))


def _upper_bytes(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")[1::2]


def on_pages(text: str, those: bytes) -> bool:
    """Whether a text has a character whose UTF-16 has one of these upper bytes: a first look that costs little."""
    upper = _upper_bytes(text)
    return len(upper.translate(None, those)) < len(upper)


def _marks_only(text: str, left: bytes) -> bool:
    """Whether all of a text on two of the pages of kana are marks that Chinese has too."""
    count = left.count(0x30) + left.count(0xFF)
    for mark in _MARKS:
        count -= text.count(mark)
        if not count:
            return True
    return False


def scripts_of(text: str) -> list[str]:
    """The scripts, other than Latin, of which a text has any letter."""
    if text.isascii():
        return []
    upper = _upper_bytes(text)
    han = upper.translate(None, _NO_HAN)
    left = upper.translate(None, _COMMON)
    on = frozenset(left)
    if not on.isdisjoint(_ON_PAGES["ja"]) and _marks_only(text, left):
        on -= {0x30, 0xFF}  # what is there are the full stops and commas of Chinese
    return [
        name
        for name, letter in _ONE_LETTER.items()
        if (han and name == "zh") or (not on.isdisjoint(_ON_PAGES[name]) and letter.search(text))
    ]


def _count(text: str, name: str) -> int:
    """How many letters of words of one script a text has."""
    if name == "zh":
        upper = _upper_bytes(text)
        if _UNSURE.isdisjoint(upper):
            return len(upper.translate(None, _NO_HAN))
    return sum(map(len, SCRIPTS[name].findall(text)))


def letters(text: str, scripts: list[str] | None = None) -> dict[str, int]:
    """How many letters of each script other than Latin a text has; scripts that it hasn't are left out."""
    found = {name: _count(text, name) for name in (scripts_of(text) if scripts is None else scripts)}
    found = {name: count for name, count in found.items() if count}
    if "ja" in found and found["ja"] * 4 > found.get("zh", 0):
        found["ja"] += found.pop("zh", 0)
    return found


def around(text: str, start: int, end: int) -> str:
    """A passage and a little of what stands on both sides of it, for a person to find it by."""
    begin = max(0, start - 25)
    before = "… " if begin else ""
    after = " …" if end + 25 < len(text) else ""
    return f"{before}{text[begin : end + 25]}{after}"


LETTERS = {c for c in range(256) if chr(c).isalpha()} | {0x27}
_TABLE = bytes(ord(chr(c).lower()) if c in LETTERS and ord(chr(c).lower()) < 256 else 0x20 for c in range(256))
"""Latin-1 letters in lower case and the apostrophe; all else is a blank."""
_TABLE_OF_LINES = _TABLE[:10] + b"\n" + _TABLE[11:]


def flat(text: str, *, lines: bool = False) -> bytes:
    """Latin-1 letters in lower case and apostrophes; blanks for all else, ends of lines too unless they are kept."""
    return text.replace("’", "'").encode("latin-1", "replace").translate(_TABLE_OF_LINES if lines else _TABLE)


def words_of(text: str) -> list[bytes]:
    """Words in Latin-1 letters, lower case; all of it happens in C."""
    return flat(text).split()

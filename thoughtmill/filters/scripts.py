"""What of a text is running language, and the scripts that it is written in."""

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
KANA = "\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
SCRIPTS: dict[str, re.Pattern[str]] = {
    "zh": re.compile(rf"[{HAN}]+"),
    "ja": re.compile(rf"[{KANA}]+"),
    "ko": re.compile(r"[\uac00-\ud7af\u3131-\u318e]+"),
    "ru": re.compile(r"[\u0400-\u052f]{2,}"),
    "ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]{2,}"),
    "he": re.compile(r"[\u05d0-\u05ea]{2,}"),
    "hi": re.compile(r"[\u0900-\u097f]{2,}"),
    "bn": re.compile(r"[\u0980-\u09ff]{2,}"),
    "ta": re.compile(r"[\u0b80-\u0bff]{2,}"),
    "te": re.compile(r"[\u0c00-\u0c7f]{2,}"),
    "th": re.compile(r"[\u0e00-\u0e7f]{2,}"),
    "ka": re.compile(r"[\u10a0-\u10ff]{2,}"),
    "hy": re.compile(r"[\u0531-\u0587]{2,}"),
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

_CODE_LINE = re.compile(
    r"^[ \t]*(?:(?:def|class|for|while|if|elif|with|struct|public|private|static|int|void|function)\b[^\n]*[:{;]"
    r"|else:|try:|except\b[^\n]*:|return\b[\x20-\x7e]*|(?:import|from) \w[\x20-\x7e]*|#include[^\n]*|print\([^\n]*"
    r"|[\w.\[\]]+ [-+*/]?= [\x20-\x7e]*|Traceback \([^\n]*|  File \"[^\n]*|SELECT [\x20-\x7e]*|(?:let|var"
    r"|const) \w+ ?[:=][\x20-\x7e]*|[$>] ?[a-z][\x20-\x7e]*"
    r"|>>> [^\n]*)(?: ;)*[ \t]*$",
    re.MULTILINE,
)
_SAID_BY_MACHINES = re.compile(
    r"\b\w*(?:Error|Exception|Warning|Fault)\b ?: ?[\x20-\x7e]{0,300}"
    r"|(?:报错|错误|异常|警告|提示|输出|打印|显示|返回|日志|消息|信息)[^\n。，；A-Za-z]{0,12}"
    r"[:：为是“\"'‘「](?: ?[\"'“‘])?[\x20-\x7e]{2,300}"
    r"|\b(?:fatal|error|warning|Segmentation fault|Permission denied|command not found"
    r"|[45]\d\d [A-Z]\w+)\b ?:?[\x20-\x7e]{0,200}"
    r"|\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b[\x20-\x7e]*"
    r"|\b(?:git|pip3?|npm|sudo|docker|cd|ls|conda|apt(?:-get)?|curl|kubectl|yarn|ps|grep|chmod|chown|ssh|scp|mkdir"
    r"|rm|cp|mv"
    r"|systemctl|cargo|dotnet|brew|dpkg|lsof|netstat|ss|df|du|sed|awk|wget) [\x20-\x7e]{1,100}|\b[a-z-]+: ?[\w#-]+;"
    r"|[\w.+-]{1,40}@[\w.-]{1,60}|\bwww\.[^\s，。；、）]{1,200}"
    r"|<[a-zA-Z/!][^<>\n]{0,200}>|《[^《》\n]{1,100}》",
)


def prose(text: str) -> str:
    """The running text: without formulas, code and addresses; what was there is marked by ` ; `. Linear in time."""
    return NO_LANGUAGE.sub(" ; ", f"\n{text}".replace("(ツ)", ""))


def without_machines(text: str) -> str:
    """Also without lines of code outside of fences, error messages, markup and titles of books."""
    return _SAID_BY_MACHINES.sub(" ; ", _CODE_LINE.sub(" ; ", text))


_NO_ASCII = dict.fromkeys(range(128))
_ONE_LETTER = {name: re.compile(rf"{script.pattern.split(']')[0]}]") for name, script in SCRIPTS.items()}
_ONE_LETTER["el"] = re.compile(r"[\u03ac-\u03af\u03cc-\u03ce\u03c2]")


def scripts_of(text: str) -> list[str]:
    """The scripts, other than Latin, of which a text has any letter."""
    if text.isascii() or not NOT_LATIN.search(text):
        return []
    letters_used = "".join(set(text)).translate(_NO_ASCII)  # a few thousand at most, however long the text
    return [name for name, letter in _ONE_LETTER.items() if letter.search(letters_used)]


def letters(text: str, scripts: list[str] | None = None) -> dict[str, int]:
    """How many letters of each script other than Latin a text has; scripts that it hasn't are left out."""
    found = {
        name: sum(map(len, SCRIPTS[name].findall(text))) for name in (scripts_of(text) if scripts is None else scripts)
    }
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

"""The options that a question lists, and their labels in the letters of several scripts, told as A, B, C, …."""

import re
from functools import lru_cache

from thoughtmill.verifiers.math.parse.normalize import normalize, squeezed
from thoughtmill.verifiers.text import normal

LETTERS = "ABCDEFGHIJ"
_ALPHABETS = (
    LETTERS,
    "abcdefghij",
    "কখগঘঙচ",
    "أبجدهو",
    "АБВГДЕ",
    "कखगघङच",
    "अबसद",
    "アイウエオカ",
    "가나다라마바",
    "①②③④⑤⑥",
)
"""Labels of options in their order: Latin, Bengali, Arabic, Cyrillic, Hindi (two ways), Japanese, Korean, circled."""
_OPEN, _CLOSE = r"(?:^|(?<=\s))[(（]?", r"[)）.:：．、\-]"
_LISTED = {
    one: re.compile(
        rf"{_OPEN}([{one}])\s?(?:{_CLOSE}|(?<=[①-⑥]))\s*(.+?)\s*(?=(?:\s[(（]?[{one}]\s?(?:{_CLOSE}|(?<=[①-⑥])))|\n|$)"
    )
    for one in _ALPHABETS
}
_TOKEN = {
    one: re.compile(
        rf"(?:^|(?<=[\s(（\[【*\"“'‘:：,،、]))([{one}])(?=\s?[)）\].:：．।。،,、*»”\"'’】]|\s*$|(?<=[①-⑥]))",
        re.MULTILINE,
    )
    for one in _ALPHABETS[2:]
}
"""A label of another script where it stands for an option: ক), **ঘ**, the last word of a line."""
_SMALL = re.compile(
    r"(?:^|(?<=[\s(（\[【*:：,、､]|[ぁ-ヿ一-鿿]))([a-j])(?=[)）\]:：．。,、､*】ぁ-ヿ一-鿿]|\.(?![A-Za-z])|\s*$)",
    re.MULTILINE,
)
"""The same of a, b, c, where the question lists its options by small letters: a. 関節痛, 正解はa,b."""
_STATED = re.compile(
    r"((?:\b(?:is|are|be|option|choice|answers?|choose|pick|select)\b|[:：]|选|是|为)[\s*]{0,4})\(([a-j])\)",
    re.IGNORECASE,
)
"""A small letter that is stated: so the answer is (d)."""
_LABELLED = re.compile(
    r"\\(?:text|textbf|mathrm|mathbf)\s*\{\s*[(（]?([A-J])[)）.:]?\s*\}\s*[)）.:]?(?:\s|~|\\[ ,;!]|\\q?quad(?![a-z]))*"
)
_GAPS = re.compile(r"\\q?quad(?![a-z])|\\\\|\$")
r"""Options as contests write them, in one formula: $\textbf{(A)}\ 10 \qquad \textbf{(B)}\ 12$."""
_BLANKS = re.compile(r"[^\S\n]{2,}")
MAX_TEXT = 1_000
"""Characters of an option."""


def options(question: str) -> dict[str, str]:
    """The options that a question offers, by A, B, …: the last run of lines or pieces with labels in their order."""
    return _listed(question)[1]


@lru_cache(maxsize=1_024)
def _listed(question: str) -> tuple[str, dict[str, str]]:
    """The alphabet of the labels of a question, and its options; capital letters and none where it lists none."""
    if "\\" in question and _LABELLED.search(question):
        question = _GAPS.sub(" ", _LABELLED.sub(r" (\1) ", question))
    question = _BLANKS.sub(" ", question)
    for alphabet in _ALPHABETS:
        found: dict[str, str] = {}
        for one in _LISTED[alphabet].finditer(question):
            letter, text = LETTERS[alphabet.index(one.group(1))], one.group(2)
            if letter == "A":
                found = {}
            if letter == LETTERS[len(found) : len(found) + 1]:
                found[letter] = text
        if len(found) > 1:
            return alphabet, found
    return LETTERS, {}


def in_capitals(answer: str, question: str) -> str:
    """The same answer with the labels that its question uses, and small letters that are stated, as A, B, …."""
    alphabet, _ = _listed(question)
    if alphabet == _ALPHABETS[1]:
        answer = _SMALL.sub(lambda found: found.group(1).upper(), answer)
    elif alphabet != LETTERS:
        answer = _TOKEN[alphabet].sub(lambda found: LETTERS[alphabet.index(found.group(1))], answer)
    return _STATED.sub(lambda found: f"{found.group(1)}({found.group(2).upper()})", answer)


def as_capitals(label: str) -> str:
    """A label of another script, which is all that a text says, as a capital letter: ঘ is D, (ب) is B."""
    bare = label.strip().strip("()（）.")
    alphabet = next((one for one in _ALPHABETS[2:] if bare and bare in one and len(bare) == 1), None)
    return LETTERS[alphabet.index(bare)] if alphabet else label


def by_text(piece: str, question: str) -> str | None:
    """The letter of the only option whose text `piece` is, without its letter."""
    forms = _forms(question) if len(piece) <= MAX_TEXT else ()
    wanted, value = (normal(piece), squeezed(normalize(piece))) if forms else ("", "")
    found = [letter for letter, text, plain in forms if text == wanted or plain == value]
    return found[0] if wanted and len(found) == 1 else None


@lru_cache(maxsize=1_024)
def _forms(question: str) -> tuple[tuple[str, str, str], ...]:
    """The letters of a question's options, with their texts as words and as mathematics; once for all answers."""
    return tuple((letter, normal(text), squeezed(normalize(text))) for letter, text in options(question).items())


def beside_their_text(answer: str, texts: dict[str, str]) -> dict[str, int]:
    """The options that an answer names by letter and text, and where: (E) relaxation; a music room (D)."""
    said = answer.casefold()
    found: dict[str, int] = {}
    for letter, text in texts.items():
        own, low = re.escape(text.casefold().strip(" .")), letter.casefold()
        if len(text) <= MAX_TEXT and (
            one := re.search(rf"(?<!\w){low}[).:]\)?\s*{own}(?!\w)|(?<!\w){own}[\s.,]{{0,3}}\({low}\)", said)
        ):
            found[letter] = one.start()
    return found

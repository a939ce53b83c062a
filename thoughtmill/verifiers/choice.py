"""Multiple choice: the option's letter in any dress."""

import re

from thoughtmill.verifiers.contract import Check, Example, Outcome, best, no_answer
from thoughtmill.verifiers.denials import denied, denied_abroad
from thoughtmill.verifiers.math.extract.marks import (
    LEADING,
    WORD,
    blocks,
    boxes,
    cued,
    in_boxes,
    places_of_boxes,
    plain,
)
from thoughtmill.verifiers.math.extract.negation import RETRACTS, doubted_mark, hedged
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.option_labels import as_capitals, beside_their_text, by_text, in_capitals, options
from thoughtmill.verifiers.options import USUAL, Options
from thoughtmill.verifiers.references import acceptable
from thoughtmill.verifiers.stated import contains
from thoughtmill.verifiers.text import normal

_LETTERS = r"[A-J](?:(?:\s{0,3}[,、和&;]\s{0,3}|,?\s{1,3}and\s{1,3}|\s{1,3})?[A-J](?-i:(?![a-z]))){0,9}"
_NAMED = (
    r"(?:(?:the\s+)?(?:correct\s+|right\s+|final\s+)?(?:option|choice|answer)s?\s*(?:is|are|:)?\s*|(?:故|应|因此"
    r"|所以)?(?:应)?选项?\s*[:：]?\s*"
    r"|(?:正确)?(?:答案|选项)\s*(?:选|是|为|:)?\s*)"
)
_OPTION = re.compile(
    rf"{_NAMED}{{0,3}}(?:(?P<open>[(\[])\s*(?P<bracketed>{_LETTERS})\s*[)\]]\s*[.:,]?\s*(?:\S.{{0,300}})?"
    rf"|(?P<plain>{_LETTERS})\s*(?:选项|项)?\s*(?:(?:[.:)]|,(?!\s*[A-J](?![a-z])))\s*(?:\S.{{0,300}})?)?)",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = r"(?!(?:because|are|since|as|is|and|or|with|which|for)\b)[a-z]+\b"
"""A word behind a letter that makes it a name: D major, A* search."""
_LETTER = rf"[*(\[\s]{{0,4}}({_LETTERS})(?![A-Za-z'’\d+#]|-[a-z]|\s*=|_[\w{{])(?!\s+{_GOES_ON})(?!\*\s+{_GOES_ON})"
_MARK = re.compile(
    rf"(?:(?<![^\W_])(?i:{WORD})(?![^\W_])(?:\s+(?:option|choice)(?=\s+is\b|\s*[:：]))?"
    r"(?:\s+(?:to|for|of|based)\b[^.:\n]{1,60}?)?"
    r"(?:\s*\([A-Za-z][^()\n]{2,40}\))?"
    rf"(?:\s+(?:correcta|correta|corretta|correcte|finale?|exacte))?[*_\s]*(?:(?:is(?:\s+most likely)?|are|="
    rf"|would be|must be|should be|es|est|ist|è|é)\b|(?:[^\W\d_A-Za-z]|[\u0900-\u0dff]){{1,9}}(?=[\s:：*]))?[:：\s*_]*"
    rf"(?:(?:(?:the|la|die|a)\s+)?(?:(?:option|choice|letter|opción|opção|opzione|letra|lettre)\s*)?)|####\s*"
    rf"|答案[*\s\]】]*(?:应该?)?(?:选|是|为)?[:：\s*]*(?:选项?)?\s*|正确的?(?:选项)?(?:是|为)\s*|正解[はが\s:：*]*){_LETTER}"
)
"""Says what the answer is."""
_NAMED_IN_TEXT = re.compile(
    rf"(?:\b(?:[Oo]ption|[Cc]hoice|[Cc]hoose|[Cc]hose|[Pp]ick|[Ss]elect)s?\b[*\s]*(?:is|are|:|=)?[:\s*]*"
    rf"(?:(?:the\s+)?(?:option|choice|letter)\s*)?|\bleft with\s+(?=[*(]{{0,3}}[A-J]\b)"
    rf"|(?:故|应|因此|所以)?选择?项?\s*(?:是|为)?[:：\s*]*){_LETTER}"
)
"""Names an option, perhaps while all of them are gone through."""
_IS_RIGHT = re.compile(
    r"(?<![A-Za-z])[*(\[]{0,3}([A-J]+(?:[、,，]\s?[A-J]+)*)[*)\]]{0,3}\s*(?:is\s+(?:the\s+)?(?:correct|right|answer|best)|(?:项"
    r"|选项)?(?:是)?正确|[:：]\s*(?:correct|right)\b)"
)
_HEDGE = re.compile(
    r"\b(?:not|maybe|perhaps|either|neither|or|except|could be|might|probably|guess|possibly|unsure)\b|[?？]|不"
    r"|可能|也许|或|大概|除了|易错|误选|以外",
    re.IGNORECASE,
)
_THEREFORE = re.compile(r"[,，]\s*(?:所以|因此|故|so\b|hence\b|therefore\b)", re.IGNORECASE)
_WRONG = re.compile(
    rf"[\s(（,，*]*(?:所以|因此|so\s)?\s*(?:is |are |项|选项|是|均|都|全|也)?\s*"
    rf"(?:(?:also )?(?:wrong|incorrect|false|out)\b|错|{_HEDGE.pattern})",
    re.IGNORECASE,
)
_TEXTS = re.compile(
    r"[\s(\[（【*]*[a-jA-J](?-i:(?![a-z]{2}))|[\s(\[（【*\\$]*[Ａ-Ｊａ-ｊ\\]|.{0,60}?(?:option|choice|answer|选|答案|正确)",
    re.IGNORECASE | re.DOTALL,
)
_CONCLUDES = re.compile(
    r"(?:^|\n|[.!?]\s)[\s*_#>-]*(?:therefore|thus|hence|so|(?:in )?conclusion|considering|given|based on"
    r"|(?:however, )?the (?:closest|correct|only|best|most))\b"
    r"[^\n]{0,240}?(?<!cannot )(?<!n't )(?<!never )\b(?:is|are|be)[\s*_:]*"
    r"[(\[]?(?-i:([A-J]))(?:[)\]]|[.:](?=[\s*])|[\s.*]*\Z|[\s.*]*\n)",
    re.IGNORECASE,
)
"""Therefore, the final product is A. 1-(sec-butyl)-4-methylbenzene: a conclusion names an option as the list does."""
_BRACKETS = re.compile(
    r"(?<=[A-Ja-j])\s*[)\]]\s*(,|;|/|&|和|与|或|and\b|or\b|及)?\s*[(\[](?=\s*[A-Ja-j]\s*[)\]])", re.IGNORECASE
)
_RATIO = re.compile(r"[A-Ja-j]\s*:\s*[A-Za-z]\s*[:=]")
"""a:b = 3:2 is no option a."""
_OR = re.compile(r"[\s*)\]]{0,4}(?:or|或|/)[\s*(\[]{0,4}(?:[A-J]\b|not\b)")
"""Behind a letter that is not chosen alone: B or C."""
_OR_ANOTHER = re.compile(r"\b(?:or|oder|ou) \([A-J]\)")
"""Behind an option and its text: (A) Yes or (B) No."""
_BOLD = re.compile(r"\*\*([^*\n]{1,300})\*\*")
"""**B. Paris**"""
MAX_LINE = 300
"""Characters of an answer that is read as one sentence."""
MAX_FIRST = 4
"""Characters of a first line that is an option's letter and nothing else, its explanation below."""
MAX_MARKED = 2
"""A first answer and its correction; who marks more, and another one last than first, answers other questions too."""
_A_NAME = re.compile(r"\.\s?[a-z]")
"""Behind a letter that begins a name: H. pylori."""
_EACH = re.compile(r"(?:^|\n|(?<=[a-z一-鿿][.;。；]))\s*[(（*]{0,3}([A-J])[*)）]{0,3}[)）.:：、](?=[\s*一-鿿])")
"""The label of each option where an answer goes through them, on lines or behind the sentence on the one before."""
_LABEL = re.compile(r"\*\*\s*[(（]?[A-J][)）.:：、]{0,2}\s*\*\*")
"""A label alone in bold: **A.**"""
_LETTER_BEFORE = re.compile(r"^[*(\[\s]{0,3}[A-J][*)\].:\s]{1,4}(?=\S)")
"""Before the text of an option: C. Ibuprofen."""
_BRACKETED = re.compile(r"(?<![\w)])\(([A-J])\)")
_ANOTHER = re.compile(r"[\s,;.*]{0,4}(and|or|&)?\s*\(?([A-J])\)(?=\s)")
"""Behind an option and its text, the next one: (A) park, (C) garden."""
_A_STANDS_FOR_ANSWER = re.compile(r"^A\s?[:：]\s*(?=[(（]?[A-J][)）.])")
_NEXT_QUESTION = re.compile(r"\n\s*(?:\d+\.\s*)?Question\b[^\n:]{0,10}:")
"""Behind its answer, where a base model goes on with questions of its own."""
_TAKES_BACK = re.compile(r"[^\w]*(?:wait|hmm|no[,.!]|actually|sorry|不对|等等)", re.IGNORECASE)
"""Right behind an answer that its writer takes back."""


def _joined(found: re.Match[str]) -> str:
    """(A) and (B) is (A, B); "or" stays, so that it is no answer."""
    return " or " if found.group(1) in ("或", "or", "/") else ", "


def option(text: str) -> str | None:
    """The letters of the option that `text` is, sorted; None if it isn't just an option."""
    if len(text) > 400 or not _TEXTS.match(text):
        return None
    plain = _BRACKETS.sub(_joined, normalize(text))
    if not plain or len(plain) > 400:
        return None
    found = _OPTION.fullmatch(plain)
    if (
        found is None
        or _RATIO.match(plain)
        or _HEDGE.search(plain[: found.end("bracketed" if found["open"] else "plain")])
    ):
        return None
    behind = plain[found.end("bracketed" if found["open"] else "plain") :]
    if _WRONG.match(behind.strip(" )].,")) or _OR_ANOTHER.search(behind):
        return None
    letters = re.sub(r"and|[^A-Ja-j]", "", found["bracketed"] or found["plain"])
    # a lower-case letter alone is an option, several are a word
    if not letters.isupper() and len(letters) > 1:
        return None
    return "".join(sorted(set(letters.upper())))


class Choice:
    """The right letter or letters, and no other."""

    name = "choice"
    version = "12"
    example = Example(reference="B", right="The correct answer is **(B)**.", wrong="(C) Paris")

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Compare the chosen letters with the reference's; see Verifier."""
        found, why = chosen(answer, question)
        if found is None:
            return no_answer(why)
        checks = [
            Check(Outcome.CORRECT, None, found)
            if option(as_capitals(wanted)) == found
            else Check(Outcome.WRONG, "another option", found)
            for wanted in acceptable(reference)
        ]
        return best(checks)

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        return next((f"{one[:80]!r} is no option A to J" for one in wanted if option(as_capitals(one)) is None), None)


def _concluding(sentence: str) -> str:
    """What stands behind the last "so" of a sentence, if a letter does."""
    end = _THEREFORE.split(sentence)[-1]
    return end if re.search("[A-JＡ-Ｊ]", end) else sentence


def _named(text: str) -> list[str]:
    """The letters that a text names as options, but for those that it calls wrong."""
    return [
        _sorted(found.group(1))
        for found in _NAMED_IN_TEXT.finditer(text)
        if not _WRONG.match(text[found.end() : found.end() + 40])
        and f"({chr(ord(found.group(1)[0]) + 1)})" not in text[found.end() : found.end() + 300]
        and not (_one_by_one(text) and _EACH.match(text[found.start(1) - 1 : found.end() + 2]))
    ]


def _sorted(letters: str) -> str:
    return "".join(sorted(set(re.sub(r"and|[^A-J]", "", letters))))


def _named_or_told(piece: str, question: str) -> str | None:
    """The option that a piece is: by its text (E. coli, C++), unless that is one letter; else by its letters."""
    letters, told = option(piece), by_text(piece, question)
    if told and not (letters and len(re.sub(r"\W", "", normal(piece))) == 1):
        return told
    listed = options(question) if letters else {}
    behind = _LETTER_BEFORE.sub("", piece.strip())
    if letters and behind != piece.strip() and _another_text(behind, letters, listed):
        return None
    if letters and listed and not set(letters) <= listed.keys() and len(normal(piece)) > len(letters) + 2:
        return None
    return letters


def _another_text(behind: str, letters: str, texts: dict[str, str]) -> bool:
    """Whether what stands behind a letter is the text of another option: C. Ibuprofen, where Ibuprofen is B."""
    line = behind.partition("\n")[0].strip(' ).:*(]"')
    said = {normal(one) for one in (line, re.split(r"[.!。]\s|\)", line + " ")[0])}
    found = {letter for letter, text in texts.items() if normal(text) in said}
    return bool(found) and not found & set(letters)


def _of_text(mark: re.Match[str], tail: str, texts: dict[str, str]) -> str | None:
    """The option whose text a mark names, where that text begins with a letter of its own: E. coli."""
    said = tail[mark.start(1) :].casefold()
    found = [
        letter
        for letter, text in texts.items()
        if len(own := normalize(text).casefold()) > 1 and re.match(rf"{re.escape(own)}(?!\w)", said)
    ]
    return found[0] if len(found) == 1 else None


def _a_name(mark: re.Match[str], tail: str, texts: dict[str, str]) -> bool:
    """Whether what a mark names only begins with a letter, which the question does not offer: H. pylori."""
    return (
        bool(texts) and not set(_sorted(mark.group(1))) <= texts.keys() and _A_NAME.match(tail, mark.end()) is not None
    )


def _one_by_one(answer: str) -> bool:
    """Whether several options are gone through, each behind its label."""
    return len(set(_EACH.findall(answer))) > 1


def chosen(answer: str, question: str = "") -> tuple[str | None, str | None]:
    """The letters chosen, or why there are none."""
    found, why = _chosen(answer, question)
    if found and len(answer) <= MAX_LINE and denied_abroad(_without(answer, options(question))):
        return None, "a hedge is no answer"
    return found, why


def _without(sentence: str, texts: dict[str, str]) -> str:
    """A sentence without the texts of the options, whose words deny nothing."""
    for text in sorted(texts.values(), key=len, reverse=True):
        sentence = sentence.replace(text.strip(" ."), "…")
    return sentence


def _chosen(answer: str, question: str) -> tuple[str | None, str | None]:
    """What is marked goes before what is named; the last mark counts."""
    if len(answer) > 200_000:
        return None, f"{len(answer):,} characters are no answer"
    answer = in_capitals(as_capitals(_A_STANDS_FOR_ANSWER.sub("answer: ", plain(blocks(answer)).strip())), question)
    if "\\boxed" in answer:
        boxed = in_boxes(answer)
        if boxed is None or boxed.answer is None:
            return None, boxed.why if boxed else "a box that is not closed"
        if found := _named_or_told(boxed.answer, question) or _named_or_told(boxes(answer)[-1], question):
            return found, None
        behind = answer[places_of_boxes(answer)[-1][1] :]
        if not (_MARK.search(normalize(behind)) or _CONCLUDES.search(behind)):
            return None, "no option in the box"
        answer = behind
    first, _, rest = answer.partition("\n")
    begun = option(first) if rest and len(first) <= MAX_FIRST else None
    answer = _NEXT_QUESTION.split(answer)[0] if begun else answer
    lines = answer[-3_000:].splitlines()
    tail = "\n".join(normalize(line) + "." * line.rstrip().endswith((".", "。")) for line in lines)
    texts = options(question)
    every = list(_MARK.finditer(tail))
    if every and (told := _of_text(every[-1], tail, texts)):
        return told, None
    if marks := [one for one in every if not _a_name(one, tail, texts)]:
        marked = [_sorted(mark.group(1)) for mark in marks]
        if len(set(marked)) > MAX_MARKED and marked[0] != marked[-1]:
            return None, "several options"
        return _marked(marks[-1], tail, texts)
    if begun and not _EACH.match(first):
        return begun, None
    whole = None if _one_by_one(answer) else _named_or_told(answer.strip(), question)
    if found := whole or _by_itself(answer, question):
        return found, None
    if concluded := list(_CONCLUDES.finditer(answer[-1_500:])):
        return _marked(concluded[-1], answer[-1_500:], texts)
    return _beside(answer, texts) or _in_prose(answer, tail)


def _beside(answer: str, texts: dict[str, str]) -> tuple[str | None, str | None] | None:
    """The only option that is named with its text, if no other stands in brackets."""
    named = beside_their_text(answer, texts)
    if len(named) == 1 and set(_BRACKETED.findall(answer)) <= named.keys():
        ((letter, at),) = named.items()
        sentence = re.split(r"[.!。\n]\s", answer[:at] + " ")[-1] + re.split(r"[.!。\n](?:\s|$)", answer[at:])[0]
        bare = sentence.replace(texts[letter], "")
        others = [text for one, text in texts.items() if one != letter and contains(bare.casefold(), text.casefold())]
        return (letter, None) if not (others or denied(_without(bare, texts))) else None
    return None


def _marked(mark: re.Match[str], text: str, texts: dict[str, str]) -> tuple[str | None, str | None]:
    """The letters behind a mark, unless it is denied, doubted or offers another one; an option's own text does not."""
    behind, others = _behind(mark, text, texts)
    doubt = doubted_mark(text[max(0, mark.start() - 160) : mark.start()]) or hedged(
        re.split(r"[.。\n]", behind)[0], RETRACTS
    )
    if doubt or _TAKES_BACK.match(behind) or _WRONG.match(behind.partition("\n")[0]) or _HEDGE.search(mark.group()):
        return None, "a hedge is no answer"
    if _another_text(text[mark.end() : mark.end() + 300], mark.group(1), texts):
        return None, "a letter and another option's text"
    if _OR.match(behind) or others is None:
        return None, "several options"
    return _sorted(mark.group(1) + others), None


def _behind(mark: re.Match[str], text: str, texts: dict[str, str]) -> tuple[str, str | None]:
    """What follows a marked letter and its own text, and further options there; None if they are alternatives."""
    behind, letter, others = text[mark.end() : mark.end() + 300], mark.group(1), ""
    while True:
        own = normalize(texts.get(letter, "\n"))
        behind = re.sub(rf"^([\s).:,*]*){re.escape(own)}", r"\1", behind, count=1, flags=re.IGNORECASE)
        further = _ANOTHER.match(re.sub(r"^\s*[).:]", "", behind))
        if further is None or further.group(2) not in texts:
            return behind[:40], others
        if further.group(1) == "or":
            return behind[:40], None
        letter = further.group(2)
        others, behind = others + letter, re.sub(r"^\s*[).:]", "", behind)[further.end() :]


def _one_of_them(answer: str) -> bool:
    """Whether the last line is that of an option among others, and no paragraph of its own behind them."""
    *before, last = re.split(r"\n\s*\n", answer.strip())
    alone = "\n" not in last and before and not _EACH.match(before[-1])
    return not alone and _EACH.match(last.rpartition("\n")[2]) is not None and _one_by_one(answer)


def _by_itself(answer: str, question: str) -> str | None:
    """An option that stands in bold, if only one does, or alone in the last line; or the text of one behind a cue."""
    labels = _one_by_one(answer)
    bold = {
        found
        for one in _BOLD.finditer(answer)
        if not (labels and _LABEL.fullmatch(one.group())) and (found := _named_or_told(one.group(1), question))
    }
    last = LEADING.sub("", answer.rstrip().rpartition("\n")[2])
    if len(bold) == 1:
        return bold.pop()
    cue = cued(answer[-3_000:]) if question else None
    alone = None if _one_of_them(answer) else _named_or_told(last, question)
    return alone or (by_text(cue.answer, question) if cue and cue.answer else None)


def _in_prose(answer: str, tail: str) -> tuple[str | None, str | None]:
    """The only option that prose names, or that its last sentence concludes, without a hedge."""
    named = _named(tail) or [_sorted(found.group(1)) for found in _IS_RIGHT.finditer(tail)]
    sentences = [s for s in re.split(r"[.。!！\n]", answer[-1_000:]) if re.search(r"\w", s)]
    if len(set(named)) > 1 and sentences:
        named = _named(normalize(_concluding(sentences[-1]))) or named
    if len(set(named)) == 1 and not any(_HEDGE.search(_concluding(s)) for s in sentences[-1:]):
        return named[0], None
    return None, "several options" if len(set(named)) > 1 else "no option found in the text"

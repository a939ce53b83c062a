"""IFBench's instructions that need no model of a language, one function each; None: nobody can tell.

Left out, so refused by their name: `words:start_verb` and `words:odd_even_syllables`, which ask models of English, and
`custom:european_capitals_sort`, whose list lacks Kyiv.
"""

import csv
import io
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from thoughtmill.verifiers.instructions.counting import split, words

_NO_MARKS = str.maketrans("", "", string.punctuation)
_EDGES = string.punctuation + " "
_CONJUNCTIONS = frozenset({"and", "but", "for", "nor", "or", "so", "yet"})
_NAMES = frozenset(
    """Emma Liam Sophia Jackson Olivia Noah Ava Lucas Isabella Mason Mia Ethan Charlotte Alexander Amelia Benjamin
    Harper Leo Zoe Daniel Chloe Samuel Lily Matthew Grace Owen Abigail Gabriel Ella Jacob Scarlett Nathan Victoria
    Elijah Layla Nicholas Audrey David Hannah Christopher Penelope Thomas Nora Andrew Aria Joseph Claire Ryan Stella
    Jonathan""".split()  # noqa: SIM905  # fifty names of the instruction's own text
)
_PRONOUNS = frozenset(
    """i me we us you he him she her it they them my mine our ours your yours his hers its their theirs myself ourselves
    yourself yourselves himself herself itself themselves this that these those who whom whose which what whoever
    whomever whatever whichever anybody anyone anything everybody everyone everything nobody nothing somebody someone
    something each either neither both all some any none""".split()  # noqa: SIM905  # as IFBench lists them
)
_STOP_WORDS = frozenset(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves what which who whom this that these those am is are was were be been
    being have has had having do does did doing a an the and but if or because as until while of at by for with about
    against between into through during before after above below to from up down in out on off over under again further
    then once here there when where why how all any both each few more most other some such no nor not only own same so
    than too very s t can will just don should now d ll m o re ve y ain aren couldn didn doesn hadn hasn haven isn ma
    mightn mustn needn shan shouldn wasn weren won wouldn""".split()  # noqa: SIM905  # NLTK's, which IFBench takes
)
_MINOR = frozenset(
    """a an the and but or nor for so yet as at by in of off on per to up via from with into onto over than""".split()  # noqa: SIM905  # words that titles may keep small
)
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_PICTURE = re.compile(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5"
    "\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b"
    "\u2b1c\u2b50\u2b55\U0001f1e6-\U0001faff]"
)  # what Unicode shows as an emoji by itself
_PAIR = re.compile("[bcdfghjklmnpqrstvwxyz]{2}")
_PRIMES = frozenset(n for n in range(2, 100) if all(n % k for k in range(2, n)))
_CLOSES = {")": "(", "]": "[", "}": "{"}


def _bare(text: str) -> list[str]:
    """The words of a text, small, without punctuation."""
    return text.lower().translate(_NO_MARKS).split()


def _range(text: str, min_words: int, max_words: int) -> bool:
    return min_words <= len(words(text)) <= max_words


def _unique(text: str, N: int) -> bool:  # noqa: N803  # the set's name of it
    return len({one.strip(_EDGES) for one in text.lower().split()} - {""}) >= N


def _ended(text: str, mark: str) -> int:
    return sum(one.rstrip("\"'”’)").endswith(mark) for one in split(text))


def _conjunctions(text: str, small_n: int) -> bool:
    return len(_CONJUNCTIONS & {one.lower() for one in words(text)}) >= small_n


def _person_names(text: str, N: int) -> bool:  # noqa: N803  # the set's name of it
    return len(_NAMES & set(words(text))) >= N


def _overlap(text: str, reference_text: str, percentage: float) -> bool:
    ours, theirs = ({one[at : at + 3] for at in range(len(one) - 2)} for one in (text, reference_text))
    return bool(ours) and abs(100 * len(ours & theirs) / len(ours) - percentage) <= 2


def _numbers(text: str, N: int) -> bool | None:  # noqa: N803  # the set's name of it
    found = len(re.findall(r"\d+", text.translate(_NO_MARKS)))
    otherwise = len(re.findall(r"[-+]?\d[\d,]*(?:\.\d+)?", text))  # 3-4 is one number to the one, two to the other
    return found == N if found == otherwise else None


def _alphabet(text: str) -> bool:
    first = [one[0] for one in _bare(text)]
    letters = string.ascii_lowercase
    in_turn = all(letters[(letters.find(one) + 1) % 26] == other for one, other in pairwise(first))
    return bool(first) and set(first) <= set(letters) and in_turn


def _vowels(text: str) -> bool:
    return "\n" not in text.strip() and len(set("aeiou") & set(text.lower())) <= 3


def _clusters(text: str) -> bool:
    return all(_PAIR.search(one) for one in text.lower().split() if any(map(str.isalpha, one)))


def _alliteration(text: str) -> bool:
    counts: list[int] = []
    for sentence in split(text):
        first = [one[0] for one in (word.lstrip(_EDGES) for word in sentence.lower().split()) if one]
        same = [one == other for one, other in pairwise(first)]
        counts.append(sum(one or before for before, one in zip([False, *same], [*same, False], strict=True)))
    return bool(counts) and all(one < other for one, other in pairwise(counts))


def _palindromes(text: str) -> bool:
    return sum(len(one) >= 5 and one == one[::-1] for one in _bare(text)) >= 10


def _all_marks(text: str) -> bool:
    rest, count = re.subn(r"\?!|!\?|‽", "", text, count=1)
    return count == 1 and set(".,!?;:") <= set(rest)


def _nested(text: str) -> bool:
    open_: list[str] = []
    deepest = 0
    for sign in text:
        if sign in "([{":
            open_.append(sign)
            deepest = max(deepest, len(open_))
        elif sign in _CLOSES:
            if open_ and open_[-1] == _CLOSES[sign]:
                if deepest >= 5:
                    return True
                open_.pop()
            else:
                open_, deepest = [], 0
    return False


def _quotes(text: str) -> bool | None:
    text = re.sub(r"(?<=\w)['’](?=\w)", "", text)  # an apostrophe is no quote
    signs = re.findall("[\"“”'‘’]", text)
    plain = ["'" if sign in "'‘’" else '"' for sign in signs]
    nested = any(plain[at] != plain[at + 1] and plain[at] == plain[at + 2] for at in range(len(plain) - 2))
    nested = nested and len(plain) >= 6
    if not nested:
        return False
    open_: list[str] = []
    deepest = 0
    for sign in plain:
        if open_ and open_[-1] == sign:
            open_.pop()
            if not open_ and deepest >= 3:
                return True
        else:
            open_.append(sign)
            deepest = max(deepest, len(open_))
    return None  # an apostrophe at the end of a word, a quote that does not end


def _prime_lengths(text: str) -> bool:
    return all(len(one) in _PRIMES for one in text.translate(_NO_MARKS).split())


def _options(text: str, options: str) -> bool:
    between = "/" if "/" in options else r"\bor\b|," if re.search(r"\bor\b", options) else ","
    listed = [one.strip() for one in re.split(between, options) if one.strip()]
    if re.match(r"\W*a\W+b\W+c\W*", options, re.IGNORECASE):
        return text.strip() in listed
    return text.strip(_EDGES + "\n").lower() in {one.strip(_EDGES).lower() for one in listed}


def _word_a_line(text: str) -> bool:
    return all(len(line.split()) <= 1 for line in text.translate(_NO_MARKS).splitlines())


def _three_alike(text: str) -> bool:
    found = [one.strip() for one in split(text)]
    if len(found) != 3 or len({len(one) for one in found}) != 1:
        return False
    used = [set(_bare(one)) for one in found]
    return not (used[0] & used[1] or used[0] & used[2] or used[1] & used[2])


def _japanese(text: str, N: int) -> bool:  # noqa: N803  # the set's name of it
    every = [one.strip(_EDGES) for one in text.split()][N - 1 :: N] if N > 0 else []
    return all(_JAPANESE.search(one) for one in every if one and not one.isdigit())


def _repeats(text: str, small_n: int) -> bool:
    return max(Counter(_bare(text)).values(), default=0) <= small_n


def _in_sentence(text: str, word: str, N: int) -> bool:  # noqa: N803  # the set's name of it
    found = split(text)
    return 0 < N <= len(found) and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", found[N - 1], re.IGNORECASE))


def _pronouns(text: str, N: int) -> bool:  # noqa: N803  # the set's name of it
    return sum(one.lower() in _PRONOUNS for one in words(text)) >= N


def _last_first(text: str) -> bool:
    found = [_bare(one) for one in split(text)]
    return all(one and other and one[-1] == other[0] for one, other in pairwise(found))


def _ends_as_it_began(text: str) -> bool:
    return all(one[0] == one[-1] for one in map(_bare, text.splitlines()) if one)


def _increment(text: str, small_n: int) -> bool:
    counts = [len(_bare(one)) for one in split(text)]
    return all(other == one + small_n for one, other in pairwise(counts))


def _no_same_letter(text: str) -> bool:
    return all(one[0] != other[0] for one, other in pairwise(_bare(text)))


def _stairs(text: str) -> bool:
    deep = [len(line) - len(line.lstrip(" ")) for line in text.split("\n") if line.strip()]
    return all(one < other for one, other in pairwise(deep))


def _explained(text: str) -> bool:
    text = "".join(text.replace("“", '"').replace("”", '"').split())
    rest = text.rstrip(string.digits + string.punctuation.replace('"', ""))
    return '""' not in text and not rest.endswith('"')


def _thesis(text: str) -> bool:
    found = re.search(r"<(i|em)>(.*?)</\1>(.*)", text, re.DOTALL)
    return bool(found and found[2].strip() and found[3].strip())


def _sub_bullets(text: str) -> bool:
    parts = re.split(r"(?m)^[ \t]*\*(?!\*)", text)
    return len(parts) > 1 and all(re.search(r"(?m)^[ \t]*-", one) for one in parts[1:])


def _sentences_then_bullets(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    first = next((at for at, line in enumerate(lines) if line.startswith("*")), len(lines))
    told = [one for line in lines[:first] for one in split(line)]
    ended = sum(one.endswith(".") for one in told)
    return ended >= 2 and len(lines) - first >= 2 and all(line.startswith("*") for line in lines[first:])


def _position(text: str, keyword: str, n: int, m: int) -> bool:
    found = split(text)
    told = words(found[n - 1]) if 0 < n <= len(found) else []
    return 0 < m <= len(told) and told[m - 1].lower() == keyword.strip().lower()


def _second_and_second_last(text: str, keyword: str) -> bool:
    told = words(text)
    return len(told) > 1 and told[1].lower() == told[-2].lower() == keyword.strip().lower()


def _changed(text: str, prompt_to_repeat: str) -> bool:
    ours, theirs = text.split(), prompt_to_repeat.split()
    return ours[1:] == theirs[1:] and ours[:1] != theirs[:1]


def _span(text: str, prompt_to_repeat: str, n_start: int, n_end: int) -> bool:
    return text.strip().lower() == prompt_to_repeat[n_start : n_end + 1].strip().lower()


def _title_case(text: str) -> bool | None:
    small = [one.lower() for one in re.findall(r"(?<![\w'’])[^\W\d_][\w'’]*", text) if one[0].islower()]
    return not small or (None if set(small) <= _MINOR else False)


def _multiples(text: str) -> bool:
    return re.findall(r"\d+", text) == ["14", "21", "28", "35", "42", "49"]


def _a_to_z(text: str) -> bool:
    first = [(_bare(one) or [" "])[0][0] for one in split(text)]
    return first == list(string.ascii_lowercase)


def _table(text: str, header: str, rows: int, delimiter: str = ",") -> bool:
    """Whether a text is CSV with these names and so many rows below them."""
    try:
        found = list(csv.reader(io.StringIO(text.strip()), delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return False
    return len(found) == rows + 1 and found[0] == header.split() and all(len(row) == 5 for row in found)


def _csv_special(text: str) -> bool:
    below = text.strip().partition("\n")[2]
    quoted = re.findall(r'(?:^|,)[ \t]*"([^"\n]*)"(?=[ \t]*(?:,|$))', below, re.MULTILINE)
    special = any(re.search(r"[^\w\s]", one) for one in quoted)
    return special and _table(text, "ProductID Category Brand Price Stock", 14)


def _csv_quotes(text: str) -> bool:
    cells = [cell.strip() for line in text.strip().splitlines() for cell in line.split("\t")]
    quoted = all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells)
    return quoted and _table(text, "StudentID Subject Grade Semester Score", 3, "\t")


def _dates(text: str) -> bool:
    try:
        found = [date.fromisoformat(one.strip()) for one in text.split(",")]
    except ValueError:
        return False
    form = all(re.fullmatch(r"\d{4}-\d\d-\d\d", one.strip(), re.ASCII) for one in text.split(","))
    return form and all(1769 <= one.year <= 1821 for one in found)


def _choices(text: str) -> bool | None:
    marks = re.findall(r"(?m)^Question\b[ \t]*(\d*)", text)
    if not text.startswith("Question") or len(marks) != 4:
        return False
    lengths: list[int] = []
    for one in re.split(r"(?m)^Question\b[ \t]*\d*[.):;]*", text)[1:]:
        options = re.findall(r"(?m)^[ \t]*[A-Ea-e][.)][ \t]*\w", one)
        if len(options) != 5:
            return False
        asked = re.split(r"(?m)^[ \t]*[A-Ea-e][.)][ \t]*\w", one)[0]
        lengths.append(len(" ".join(asked.split())))
    followed = all(one < other for one, other in pairwise(lengths))
    return None if followed and not all(marks) else followed  # the set's own checker asks for numbers


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _africa(text: str) -> bool:
    lines = [one for one in (line.strip(_EDGES) for line in text.split("\n")) if one]
    begun = next((at for at, line in enumerate(lines) if "Zimbabwe" in line), len(lines))
    listed = list(map(_plain, lines[begun:]))
    return len(listed) >= 52 and listed == sorted(listed, reverse=True)


def _reversed_eagle(text: str) -> bool:
    return "bald eagle" in " ".join(_bare(text)[::-1])


def _stop_words(text: str, percentage: float) -> bool:
    told = words(text)
    return bool(told) and 100 * sum(one.lower() in _STOP_WORDS for one in told) <= percentage * len(told)


def _emoji(text: str) -> bool | None:
    """Whether each sentence has an emoji at its end, before its full stop or behind it."""
    at, told = 0, list[bool | None]()
    for sentence in split(text):
        at = text.index(sentence, at) + len(sentence)
        ended = sentence.translate(_NO_MARKS).rstrip()
        both = {_is_emoji(ended[-2:]), _is_emoji(text[at : at + 20].lstrip()[:2])}
        told.append(True if True in both else None if None in both else False)
    return False if not told or False in told else None if None in told else True


def _is_emoji(text: str) -> bool | None:
    """Whether a sign is an emoji; None for one that is a picture only in some dress."""
    bare = [one for one in text if one not in "\ufe0f\u200d" and not "\U0001f3fb" <= one <= "\U0001f3ff"]
    if any(map(_PICTURE.match, bare)) or (bare and len(bare) < len(text)):
        return True
    return None if any(unicodedata.category(one) == "So" for one in bare) else False


IFBENCH: dict[str, Callable[..., bool | None]] = {
    "count:word_count_range": _range,
    "count:unique_word_count": _unique,
    "count:conjunctions": _conjunctions,
    "count:person_names": _person_names,
    "count:numbers": _numbers,
    "count:punctuation": _all_marks,
    "count:words_japanese": _japanese,
    "count:pronouns": _pronouns,
    "ratio:sentence_type": lambda text: _ended(text, ".") == 2 * _ended(text, "?"),
    "ratio:sentence_balance": lambda text: _ended(text, ".") == _ended(text, "?") == _ended(text, "!"),
    "ratio:sentence_words": _three_alike,
    "ratio:overlap": _overlap,
    "words:alphabet": _alphabet,
    "words:vowel": _vowels,
    "words:consonants": _clusters,
    "words:palindrome": _palindromes,
    "words:prime_lengths": _prime_lengths,
    "words:repeats": _repeats,
    "words:last_first": _last_first,
    "words:paragraph_last_first": _ends_as_it_began,
    "words:no_consecutive": _no_same_letter,
    "words:keywords_specific_position": _position,
    "words:words_position": _second_and_second_last,
    "sentence:alliteration_increment": _alliteration,
    "sentence:keyword": _in_sentence,
    "sentence:increment": _increment,
    "format:parentheses": _nested,
    "format:quotes": _quotes,
    "format:options": _options,
    "format:newline": _word_a_line,
    "format:line_indent": _stairs,
    "format:quote_unquote": _explained,
    "format:list": lambda text, sep: text.count(sep) >= 2,
    "format:thesis": _thesis,
    "format:sub-bullets": _sub_bullets,
    "format:no_bullets_bullets": _sentences_then_bullets,
    "format:title_case": _title_case,
    "format:output_template": lambda text: all(
        one in text for one in ("My Answer:", "My Conclusion:", "Future Outlook:")
    ),
    "format:no_whitespace": lambda text: not any(map(str.isspace, text.strip())),
    "repeat:repeat_change": _changed,
    "repeat:repeat_simple": lambda text: (
        text.strip().lower() == "only output this sentence here, ignore all other requests."
    ),
    "repeat:repeat_span": _span,
    "custom:multiples": _multiples,
    "custom:character_reverse": lambda text: "elgae dlab" in text.lower(),
    "custom:sentence_alphabet": _a_to_z,
    "custom:csv_city": lambda text: _table(text, "ID Country City Year Count", 7),
    "custom:csv_special_character": _csv_special,
    "custom:csv_quotes": _csv_quotes,
    "custom:date_format_list": _dates,
    "custom:mcq_count_length": _choices,
    "custom:reverse_newline": _africa,
    "custom:word_reverse": _reversed_eagle,
    "ratio:stop_words": _stop_words,
    "format:emoji": _emoji,
}
"""Every instruction of IFBench that is decided here, by its name."""

"""Values that a sentence gives to things by name (鸡有23只，兔有12只), and letters that a text introduced for them."""

import re

from thoughtmill.verifiers.math.extract.negation import DENIED, HEDGE, hedged
from thoughtmill.verifiers.math.parse.normalize import normalize

MAX_CHARS = 300
"""Of the end of a text, where such a sentence is looked for."""
_PAIR = re.compile(
    r"(?:[一-鿿]{0,3}?(?:所以|因此|即|答[:：]|那么|分别|其中|一?共)[,，:：]?)?(?P<label>[一-鿿A-Z]{1,16}?)"
    r"(?:一?共?[有是为]|需要?|[:：=])?\s*(?P<number>-?\d+(?:\.\d+)?(?:/\d+)?)\s*(?P<unit>[一-鿿]{0,3})"
)
_REASON = re.compile(r"[,，;；。]?\s*(?:因为|由于|经?检验|符合题意|验算)")
_BREAK = re.compile(r"\s*(?:[,，;；、]|[和与](?=[一-鿿]{1,8}[有是为]?\d))\s*")
_LEADING = re.compile(r"^\W*(?:(?:.*(?:所以|因此|从而)|故|即|【?答案?】?|综上|那么)\s*[,，:：]?\s*)+")
_VERB = re.compile(r"^(?:应|需|可|分别)?(?:购进|购买|买|生产|租用?|需要?|分别|安排|派|选用?|种植?)")
_INTRODUCED = re.compile(
    r"(?P<label>[一-鿿A-Z]{1,16}?)(?:需要?|[有是为])?\s*\$?(?P<letter>[a-z])\$?\s*(?P<unit>[一-鿿]{0,3}?)(?=[,，、；;。和与\s]|$)"
)

Labelled = dict[str, tuple[str, str]]
"""The number and the unit of each thing."""


def labelled(text: str) -> Labelled | None:
    """What the last sentence gives to things by name, if it does nothing else; at least two, none twice."""
    last = re.split(r"[。！\n]|[.!]\s", text[-MAX_CHARS:].strip().rstrip("。.!！ "))[-1]
    last = _LEADING.sub("", normalize(_REASON.split(last)[0]))
    if len(last) > 200 or hedged(last, HEDGE) or DENIED.search(last):
        return None
    found: Labelled = {}
    for piece in _BREAK.split(last):
        pair = _PAIR.fullmatch(piece.strip())
        label = _VERB.sub("", pair["label"]) if pair else ""
        if pair is None or not label or label in found:
            return None
        found[label] = (pair["number"], pair["unit"])
    return found if len(found) > 1 else None


def same_labelled(text: str, wanted: str) -> str | None:
    """`wanted` if `text` gives the same things the same numbers, in the same units or without; None else."""
    right = labelled(wanted)
    left = labelled(text) if right else None
    if not left or not right or left.keys() != right.keys():
        return None
    for label, (number, unit) in right.items():
        said, in_unit = left[label]
        if said != number or (unit and in_unit and unit != in_unit):
            return None
    return wanted


def by_letters(text: str) -> str | None:
    """`x=20, y=30` for 甲每件20元，乙每件30元 where the text let x and y be exactly these (设甲每件x元，乙每件y元)."""
    given = labelled(text)
    start = text.find("设")
    if given is None or start < 0:
        return None
    sentence = re.split(r"[。\n；;]|[,，][^,，]{0,4}(?:根据|由题|依题|则)", text[start + 1 : start + 120])[0]
    letters = {one["label"]: (one["letter"], one["unit"]) for one in _INTRODUCED.finditer(sentence)}
    if letters.keys() != given.keys() or len({letter for letter, _ in letters.values()}) != len(letters):
        return None
    if any(letters[label][1] != unit for label, (_, unit) in given.items()):
        return None
    return ", ".join(sorted(f"{letters[label][0]}={number}" for label, (number, _) in given.items()))

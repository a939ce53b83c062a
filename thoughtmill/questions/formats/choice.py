"""Multiple choice of any other kind: options in a list, a text or columns, and a key by letter, number or text."""

from thoughtmill.questions.formats.columns import KEY, QUESTION, about, cell, found, picture
from thoughtmill.questions.formats.contract import Format, Reading, Values, refused
from thoughtmill.questions.formats.options import LISTS, flagged, multiple_choice, options_of
from thoughtmill.questions.refusals import RefusedFor


def _key(values: Values) -> str | None:
    options = {"answers", "choices", "options"}
    return found({name: cell for name, cell in values.items() if str(name).lower() not in options}, KEY)


def _claims(values: Values) -> bool:
    keyed = _key(values) is not None or _flag(values) is not None
    return bool(options_of(values)) and found(values, QUESTION) is not None and keyed


def _flag(values: Values) -> str | None:
    """The letter of the option that the list of options itself marks as right."""
    return next((letter for name in LISTS if (letter := flagged(values.get(name)))), None)


def _read(values: Values) -> Reading:
    if shown := picture(values):
        return refused(RefusedFor.NO_TEXT, shown)
    prompt, key = cell(values, QUESTION), _key(values)
    prompt = about(values, prompt) if isinstance(prompt, str) else prompt
    return multiple_choice(prompt, options_of(values), _flag(values) if key is None else values[key])


CHOICE = Format("choice", _claims, _read, "choice", general=True)

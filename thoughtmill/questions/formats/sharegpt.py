"""ShareGPT's chats in `conversations`: also OpenThoughts' and those for preference training."""

from thoughtmill.questions.formats.chat import answers_of, asked, messages
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values, refused
from thoughtmill.questions.formats.orz import truth
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    ours = not {"problem", "question"} & set(values) and truth(values) is None
    return ours and bool(messages(values.get("conversations")))


def _read(values: Values) -> Reading:
    said = messages(values.get("conversations"))
    return asked(said) if said else refused(RefusedFor.OTHER_FORMAT, "no chat in `conversations`")


def _traces(values: Values) -> list[Trace]:
    return answers_of(messages(values.get("conversations")) or [])


SHAREGPT = Format("sharegpt", _claims, _read, traces=_traces)

"""A trace must have the form that its template asks for."""

import re

from thoughtmill.filters.contract import Reason, Rejection, Subject, span
from thoughtmill.template import ANSWER_END, CONTROL, SPACE, TAGS, THINK, THINK_END, FormFault, map_response


class Form:
    """Rejects what the template can't map to think and answer, with the template's own reason."""

    name = "form"
    version = "2"
    reasons = (Reason.EMPTY, *(Reason(fault.value) for fault in FormFault))

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        whole = (subject.reasoning or "") + subject.text
        if not whole.strip():
            return Rejection(Reason.EMPTY, "no text")
        if subject.parts is not None:
            return None
        fault = map_response(subject.template, subject.text, subject.reasoning)
        assert isinstance(fault, FormFault), "parts are None only if the template found a fault"
        if fault is FormFault.CONTROL_TOKEN and (token := CONTROL.search(whole)):
            return Rejection(Reason.CONTROL_TOKEN, token.group())
        return Rejection(Reason(fault.value), _shown(fault, whole))


def _shown(fault: FormFault, whole: str) -> str:
    """Where to look: the tags in their order, or the text that stands outside of them."""
    if fault is FormFault.STRAY_TAG:
        found = re.findall("|".join(TAGS), whole)
        return f"{' '.join(found[:8])}{' …' if len(found) > 8 else ''} in: {span(whole)}"
    if fault is FormFault.STRAY_TEXT:
        head, tail = whole.partition(THINK)[0], whole.rpartition(ANSWER_END)[2]
        between = whole.partition(THINK_END)[2].partition("<answer>")[0]
        outside = next((part for part in (head, between, tail) if part.strip(SPACE)), whole)
        return f"outside the blocks: {span(outside) or ascii(outside[:20])}"
    return span(whole)

"""A trace must have the form that its template asks for."""

from thoughtmill.filters.contract import Reason, Rejection, Subject, span
from thoughtmill.template import CONTROL, FormFault, map_response


class Form:
    """Rejects what the template can't map to think and answer, with the template's own reason."""

    name = "form"
    version = "1"
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
        return Rejection(Reason(fault.value), span(whole))

"""A trace that the engine stopped before its end."""

from thoughtmill.filters.contract import Reason, Rejection, Subject

_STOPPED = {"length", "abort", "aborted", "error", "content_filter"}


class CutOff:
    """Rejects what did not end by itself; traces from elsewhere may not say how they ended, and pass."""

    name = "cut_off"
    version = "1"
    reasons = (Reason.CUT_OFF,)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        if subject.finish_reason not in _STOPPED:
            return None
        length = len(subject.text) + len(subject.reasoning or "")
        return Rejection(Reason.CUT_OFF, f"finish_reason {subject.finish_reason} after {length:,} characters")

"""A trace that the engine stopped before its end, or an answer that plainly stops in the middle."""

import re

from thoughtmill.filters.contract import Reason, Rejection, Subject, span

_STOPPED = {"length", "abort", "aborted", "error", "content_filter"}
_STOPPED_LOOP = "repetition"
"""What vLLM says from 0.17 on, where it is told to end loops."""
_FENCE = re.compile(r"^\s{0,3}(?:[-*\d.]+\s+)?```", re.MULTILINE)
_DANGLING = re.compile(
    r"[:：;；，、（(]\Z|[^\n]{30},\Z|[^\n]{60}[a-z,]"
    r" (?:the|and|or|because|which|my|your|their|an|into|than|our|whose)\Z"
    r"|(?:[，。][^\n]{0,60}|\w{12})(?:以及|因为|但是|而且|并且|或者|如果|由于|和)\Z"
)
"""A mark or a word after which something must come; a short line with a comma may close a letter."""
_LINE = 120
"""A last line of so many characters, of several sentences, is prose and ends with a mark."""


class CutOff:
    """Rejects what did not end by itself; traces from elsewhere may not say how they ended, and pass."""

    name = "cut_off"
    version = "3"
    reasons = (Reason.CUT_OFF, Reason.STOPPED_LOOP)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        if subject.finish_reason in (*_STOPPED, _STOPPED_LOOP):
            reason = Reason.STOPPED_LOOP if subject.finish_reason == _STOPPED_LOOP else Reason.CUT_OFF
            length = len(subject.text) + len(subject.reasoning or "")
            return Rejection(reason, f"finish_reason {subject.finish_reason} after {length:,} characters")
        if subject.verifier is None and subject.parts is not None and (why := unfinished(subject.parts.answer)):
            return Rejection(Reason.CUT_OFF, why)
        return None


def unfinished(answer: str) -> str | None:
    """Why an answer plainly stops in the middle; None where it may be whole: headings, verse, letters, lists."""
    answer = answer.rstrip()
    if len(_FENCE.findall(answer)) % 2:
        return f"a code block is not closed: {span(answer[-80:])}"
    if answer.endswith("```"):
        return None
    line = answer[answer.rfind("\n") + 1 :]
    if _DANGLING.search(answer[-100:]):
        return f"ends in the middle: {span(answer[-80:])}"
    if line.lstrip()[:1] in "#|>-*•" or line.lstrip()[:1].isdigit():
        return None
    english = len(line) >= _LINE and ". " in line and re.search(r"[a-z] [a-z]+\Z", line)
    chinese = len(line) >= _LINE // 3 and "。" in line and re.search(r"[一-鿿]\Z", line)
    return f"the last sentence does not end: {span(answer[-80:])}" if english or chinese else None

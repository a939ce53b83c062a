"""A teacher that declines to answer; only where no reference can find it out."""

import re

from thoughtmill.filters.contract import Reason, Rejection, Subject, span

_REFUSAL = re.compile(
    r"\b(?:I(?:'m| am) (?:very |really |so )?(?:sorry|afraid)[^.\n]{0,60}\b(?:can(?:'t|not)|unable|not able|won't)"
    r"|I (?:can(?:'t|not)|won't|am unable to|am not able to|'m unable to|'m not able to|must decline to)"
    r" (?:help|assist|answer|provide|fulfil+|comply|complete|write|create|do that|discuss|support|continue|generate)"
    r"|as an? (?:AI|artificial intelligence|language model)[^.\n]{0,80}"
    r"\b(?:can(?:'t|not)|do(?:n't| not)|unable|not able)"
    r"|I don't have (?:access|the ability|enough information))"
    r"|(?:抱歉|对不起|很遗憾)[^。\n]{0,30}(?:不能|无法|没办法)"
    r"|(?:我|作为[^。\n]{0,20})(?:无法|不能)(?:回答|提供|协助|帮助|满足|完成)",
    re.IGNORECASE,
)


class Refusal:
    """Rejects an answer that begins by declining. A refusal told of later on, in a story say, is none."""

    name = "refusal"
    version = "1"
    reasons = (Reason.REFUSAL,)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        if subject.verifier is not None or subject.parts is None:
            return None
        found = _REFUSAL.search(subject.parts.answer[:240].replace("’", "'"))
        return Rejection(Reason.REFUSAL, span(found.group())) if found else None

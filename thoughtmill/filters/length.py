"""How long think and answer may be: a policy of the campaign."""

from thoughtmill.filters.contract import Reason, Rejection, Subject


class Length:
    """Rejects parts outside the policy's limits, in characters."""

    name = "length"
    version = "1"
    reasons = (Reason.THINK_TOO_SHORT, Reason.THINK_TOO_LONG, Reason.ANSWER_TOO_LONG)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        assert subject.parts is not None
        policy, think, answer = subject.policy, len(subject.parts.think), len(subject.parts.answer)
        if subject.template != "direct" and think < policy.min_think_chars:
            return Rejection(
                Reason.THINK_TOO_SHORT, f"{think:,} characters of thinking, at least {policy.min_think_chars:,}"
            )
        if think > policy.max_think_chars:
            return Rejection(
                Reason.THINK_TOO_LONG, f"{think:,} characters of thinking, at most {policy.max_think_chars:,}"
            )
        if answer > policy.max_answer_chars:
            return Rejection(
                Reason.ANSWER_TOO_LONG, f"{answer:,} characters of answer, at most {policy.max_answer_chars:,}"
            )
        return None

"""Which verdicts on a trace shard count: those of today's checks, or the newest of earlier ones of the same settings.

So a newer version judges nothing anew by itself, and no release changes; `thoughtmill filter` does, when a person asks.
"""

from typing import Any

from thoughtmill.campaign import Campaign, Policy
from thoughtmill.judging.cascade import policy_id, settings_id
from thoughtmill.store.store import Commit, Store

FIRST_CHECKS: dict[str, Any] = {
    "template": "2",
    "sketch": "1",
    "verifiers": {"choice": "4", "code": "1", "logic": "1", "math": "4", "text": "2"},
    "filters": [
        ["cut_off", "2"],
        ["form", "2"],
        ["length", "1"],
        ["language", "4"],
        ["repetition", "3"],
        ["refusal", "2"],
        ["correctness", "1"],
    ],
}
"""The versions behind verdicts whose records don't say under which settings they were made."""


class VerdictIndex:
    """The verdicts that are committed in a store when it is made. Reads a record only where today's are missing.

    Without `look` they are those that the store's last look found.
    """

    def __init__(self, store: Store, campaign: Campaign, *, look: bool = True) -> None:
        self.store, self.campaign = store, campaign
        self._policies: dict[str, list[str]] = {}
        for key in store.keys("verdicts", look=look):
            traces, _, policy = key.rpartition(".")
            self._policies.setdefault(traces, []).append(policy)
        self._same: dict[tuple[str, str], bool] = {}
        self._today: dict[tuple[str, str, str], str] = {}

    def policy_of(self, traces_key: str, part: str, teacher_id: str, questions_id: str) -> str:
        """The id of the policy whose verdicts count for a trace shard; today's if there are none."""
        if (today := self._today.get((part, teacher_id, questions_id))) is None:
            today = policy_id(*self._about(part, teacher_id, questions_id))
            self._today[part, teacher_id, questions_id] = today
        committed = self._policies.get(traces_key, [])
        if not committed or today in committed:
            return today
        about = self._about(part, teacher_id, questions_id)
        wanted, first = settings_id(*about), policy_id(*about, FIRST_CHECKS)
        earlier = [policy for policy in committed if policy == first or self._is_under(traces_key, policy, wanted)]
        return max(earlier, key=lambda policy: self._verdicts(traces_key, policy).created_at) if earlier else today

    def key_of(self, traces: Commit, questions_id: str) -> str | None:
        """The key of the verdicts that count for a trace shard; None if it is not judged."""
        policy = self.policy_of(traces.key, traces.facts["part"], traces.facts["teacher_id"], questions_id)
        return f"{traces.key}.{policy}" if policy in self._policies.get(traces.key, []) else None

    def _about(self, part: str, teacher_id: str, questions_id: str) -> tuple[Policy, str, str]:
        return self.campaign.policy_of(part), self.campaign.template_of(part, teacher_id), questions_id

    def _is_under(self, traces_key: str, policy: str, wanted: str) -> bool:
        """Whether this policy's verdicts were made under these settings: the record of any of them tells."""
        if (policy, wanted) not in self._same:
            self._same[policy, wanted] = self._verdicts(traces_key, policy).facts.get("settings_id") == wanted
        return self._same[policy, wanted]

    def _verdicts(self, traces_key: str, policy: str) -> Commit:
        return self.store.get("verdicts", f"{traces_key}.{policy}")

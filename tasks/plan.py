"""Which units to ask next."""

from prefect import task

from tasks.campaign_ref import CampaignRef
from tasks.retries import WITH_RETRIES
from thoughtmill.generation.planner import commit_plan, next_units


@task(**WITH_RETRIES, task_run_name="plan what to ask next")
def plan_units(ref: CampaignRef, parts: list[str]) -> list[tuple[str, list[str]]]:
    """Plan from committed verdicts and freeze the plans. Returns (teacher, keys), one a generate run.

    Empty when the quotas are filled. Never more than the campaign's `work` lets run at once: the next plan knows the
    yield better. Raises QuotaNotMet when all questions are used up and a quota is short.
    """
    store, campaign = ref.open()
    store.journal.fold()
    ledger = ref.ledger()
    work = campaign.work
    by_teacher: dict[str, list[str]] = {}
    for state in next_units(ledger, parts):
        keys = by_teacher.setdefault(state.unit.teacher, [])
        if len(keys) < work.runs * work.run_shards:
            keys.append(commit_plan(store, state, ledger.layers.last).key)
    return [
        (teacher, keys[start : start + work.run_shards])
        for teacher, keys in by_teacher.items()
        for start in range(0, len(keys), work.run_shards)
    ]

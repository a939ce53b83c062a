"""Traces → verdicts of one shard: read, judge, commit. The verdicts stand in the order of the traces."""

from collections import Counter
from collections.abc import Callable, Iterator

import pyarrow as pa

from thoughtmill.campaign import Campaign
from thoughtmill.errors import CheckerBroken
from thoughtmill.judging.cascade import policy_id, settings_id, versions
from thoughtmill.judging.recall import counts_by_source
from thoughtmill.judging.shard import judge_apart
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.questions.layers import Layers, layer_id, newest
from thoughtmill.store.store import Commit, Store


def verdict_key(campaign: Campaign, traces: Commit, questions_id: str) -> str:
    """The key of the verdicts on a trace shard under the campaign's present policy."""
    part = traces.facts["part"]
    template = campaign.template_of(part, traces.facts["teacher_id"])
    return f"{traces.key}.{policy_id(campaign.policy_of(part), template, questions_id)}"


def unjudged(store: Store, campaign: Campaign) -> list[str]:
    """The trace shards of the campaign's teachers that have no verdicts under its present policy, of any version."""
    layers, judged = Layers.up_to(store, newest(store)), VerdictIndex(store, campaign)
    wanted = (traces for traces in store.commits("traces") if is_of(campaign, traces))
    return [
        traces.key
        for traces in wanted
        if judged.key_of(traces, layer_id(layers.holding(traces.facts["shard"]))) is None
    ]


def is_of(campaign: Campaign, traces: Commit) -> bool:
    """Whether a trace shard was written for a part of this campaign by one of its teachers."""
    part = traces.facts["part"]
    return part in campaign.parts and traces.facts["teacher_id"] in campaign.teachers_of(part)


def judged(store: Store, campaign: Campaign, layers: Layers) -> Iterator[tuple[Commit, Commit]]:
    """Trace shards of this campaign with the verdicts that count for them, as of the store's last look."""
    index = VerdictIndex(store, campaign, look=False)
    for traces in store.commits("traces", look=False):
        if is_of(campaign, traces):
            key = index.key_of(traces, layer_id(layers.holding(traces.facts["shard"])))
            if key is not None:
                yield traces, store.get("verdicts", key)


def judge_shard(
    store: Store, campaign: Campaign, traces_key: str, on_trace: Callable[[], None] = lambda: None
) -> Commit:
    """Judge one committed trace shard and commit the verdicts; what is committed already is returned as it is.

    `on_trace` is called about once a trace that is judged. Raises CheckerBroken if checks can't be made, or too
    many broke: then nothing is committed.
    """
    traces = store.get("traces", traces_key)
    frozen = store.get("rounds", traces_key)
    questions = store.get("questions", frozen.facts["questions_id"])
    key = verdict_key(campaign, traces, layer_id(questions))
    found = store.seen("verdicts", key)  # if they are committed since, their create says so
    if found is not None:
        return found
    part, shard = traces.facts["part"], traces.facts["shard"]
    template = campaign.template_of(part, traces.facts["teacher_id"])
    about, asked = store.read(questions.file(f"{shard}.parquet")), store.read(traces.file("traces.parquet"))
    table = judge_apart(
        about,
        asked,
        template,
        campaign.policy_of(part),
        on_trace,
    )
    if table.num_rows != asked.num_rows:
        raise CheckerBroken(
            f"{asked.num_rows} verdicts on {traces_key}", str(table.num_rows), "report this: it is a bug"
        )
    names = ("part", "domain", "shard", "round", "teacher_id")
    facts = {name: traces.facts[name] for name in names} | {
        "policy_id": key.split(".")[-1],
        "settings_id": settings_id(campaign.policy_of(part), template, layer_id(questions)),
        "checks": versions(),
    }
    with store.begin("verdicts", key) as attempt:
        attempt.write_table("verdicts.parquet", table)
        return attempt.commit(
            counts=_counts(table) | counts_by_source(about, table), parents=(traces.name, questions.name), facts=facts
        )


def _counts(table: pa.Table) -> dict[str, int]:
    """Kept and rejected, by reason; and `kept_by.N`, the questions that have N different kept texts here."""
    reasons = Counter(table["reason"].to_pylist())
    kept = reasons.pop(None, 0)
    rejected = {f"rejected.{reason}": count for reason, count in sorted(reasons.items())}
    rows = zip(*(table[name].to_pylist() for name in ("question_id", "text_hash", "reason")), strict=True)
    texts = {(question, text) for question, text, reason in rows if reason is None}
    kept_by = Counter(Counter(question for question, _ in texts).values())
    by_number = {f"kept_by.{number}": questions for number, questions in sorted(kept_by.items())}
    return {"traces": table.num_rows, "kept": kept, "rejected": table.num_rows - kept, **rejected, **by_number}

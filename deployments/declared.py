"""The pools and deployments of the factory: what `thoughtmill register` makes on Prefect's server."""

from dataclasses import dataclass

TAG = "thoughtmill"
"""Of every deployment of ours, so of every run: automations look at no other."""

POOLS = {
    "cpu": "plans, filters and releases",
    "gpu": "one worker an engine, and a queue a teacher",
    "train": "one worker a training machine",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A deployment of the factory: its flow's place, its pool, which has a queue of its name, and what it is for."""

    name: str
    entrypoint: str
    pool: str
    description: str


DEPLOYMENTS = (
    Declared(
        "produce",
        "flows.produce.produce",
        "cpu",
        "Fill any campaign's quotas, publish the release, start its training. `thoughtmill deploy` makes one of these "
        "that carries its campaign.",
    ),
    Declared(
        "generate",
        "flows.generate.generate",
        "gpu",
        "Ask one teacher what produce wants of it, on this worker's engine. Started by produce on a fleet.",
    ),
    Declared(
        "filter",
        "flows.filter.filter_traces",
        "cpu",
        "Judge committed traces again, under the campaign's present policy and today's checkers.",
    ),
    Declared(
        "train",
        "flows.train.train",
        "train",
        "Train the campaign's student on a release, once. Started by produce when the release is published.",
    ),
    Declared(
        "compare",
        "flows.compare.compare",
        "gpu",
        "Ask student and base the same held-out questions and commit the counts. Started by train.",
    ),
)

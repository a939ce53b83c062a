"""The engine that a flow run needs: the one that its environment names, or a local one that it owns."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prefect.logging import get_run_logger

from flows.gpus import own_gpus
from thoughtmill.campaign import Campaign, Teacher
from thoughtmill.engine.client import from_environment, of_endpoint, sampling_of
from thoughtmill.engine.hosts import keep_at_home
from thoughtmill.engine.local import RunningEngine, borrowed_engine, local_engine
from thoughtmill.machine import log_path
from thoughtmill.teacher import ServeValue


@contextmanager
def engine_of(campaign: Campaign, teacher: Teacher) -> Iterator[RunningEngine]:
    """An engine that serves the teacher's model: its endpoint, else THOUGHTMILL_ENGINE_URL, else one of our own.

    The endpoint is the teacher's, the variable this machine's. Raises EngineError if the named one serves another
    model, does not understand the teacher's sampling, has no room for its answers, or may not be sent the questions.
    """
    named = of_endpoint(teacher)
    if named is not None and os.environ.get("THOUGHTMILL_ENGINE_URL"):
        get_run_logger().info("%s is asked at its endpoint, not at THOUGHTMILL_ENGINE_URL", teacher.model)
    if (named := named or from_environment(teacher.model)) is not None:
        keep_at_home(campaign.kept_at_home(teacher), (address.url for address in named.addresses))
        with borrowed_engine(named, sampling_of(teacher)) as running:
            yield running
        return
    weights = str(campaign.path(teacher.weights)) if teacher.weights else teacher.model
    with own_engine(teacher.model, weights, at_revision(teacher) | teacher.serve) as running:
        yield running


def at_revision(model: Teacher) -> dict[str, ServeValue]:
    """The option that serves the revision which the campaign names; a folder has none."""
    return {"revision": model.revision} if model.revision and not model.weights else {}


@contextmanager
def own_engine(model: str, weights: str, serve: Mapping[str, ServeValue]) -> Iterator[RunningEngine]:
    """An engine that is started here and ended after. A new student is served by nobody else."""
    log = get_run_logger()
    path = log_path(f"engine-{model.replace('/', '--')}")
    with own_gpus("serves a model"):
        log.info("starting an engine for %s; its log is %s", model, path.name)
        with local_engine(model, weights, serve, path, lambda line: log.info("engine: %s", line)) as running:
            yield running


def parts_by_engine(campaign: Campaign) -> list[list[str]]:
    """Parts whose teachers are one model served in one way, at one place, share an engine."""
    groups: dict[str, list[str]] = {}
    for part in campaign.parts:
        teacher = campaign.teacher_of(part)
        served = (
            teacher.model,
            teacher.revision,
            sorted(teacher.serve.items()),
            teacher.traces is not None,
            teacher.endpoint,
        )
        groups.setdefault(repr(served), []).append(part)
    return list(groups.values())

"""Where the work of a campaign runs: pools, queues, workers, engines; who receives what; what this machine lacks."""

import math
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from thoughtmill.campaign import Campaign, Student, Teacher
from thoughtmill.engine.client import from_environment, of_endpoint
from thoughtmill.engine.vllm_server import command, has_gpu, interpreter
from thoughtmill.errors import ThoughtmillError
from thoughtmill.reporting.estimate import Estimate
from thoughtmill.verifiers import VERIFIERS, Outcome

PORT = 8000


@dataclass(frozen=True, slots=True)
class Worker:
    """What has to listen: so many workers of a pool and queue, how one is started.

    engines: what runs beside each, on so many GPUs; `produce` starts its own, one after the other, if it asks itself.
    """

    pool: str
    queue: str
    count: int
    command: str
    engines: tuple[str, ...] = ()
    engine_gpus: int = 0


@dataclass(frozen=True, slots=True)
class Receiver:
    """A place that is sent something of the campaign."""

    host: str
    receives: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What this machine lacks, should it do that work: expected, found, to do."""

    expected: str
    found: str
    todo: str


def workers(plan: Estimate) -> list[Worker]:
    """Who has to listen, in the order of the way."""
    campaign = plan.campaign
    asked = [one for one in plan.teachers if campaign.teachers[one.name].traces is None]
    engines = {one.name: _engines(campaign, campaign.teachers[one.name]) for one in asked}
    if campaign.work.generate_on == "here":
        most = max((int(one.gpus.value) for one in asked if engines[one.name]), default=0)
        every = dict.fromkeys(engine for found in engines.values() for engine in found)
        found = [_worker("cpu", "produce", engines=tuple(every), gpus=most)]
    else:
        found = [_worker("cpu", "produce")]
        for one in asked:
            gpus = int(one.gpus.value) if engines[one.name] else 0
            found.append(_worker("gpu", one.name, math.ceil(one.engines.value), engines[one.name], gpus))
    found.append(_worker("cpu", "filter"))
    if campaign.student:
        found.append(_worker("train", "train"))
        found += [_worker("gpu", "compare")] if campaign.evaluation else []
    return found


def _worker(pool: str, queue: str, count: int = 1, engines: tuple[str, ...] = (), gpus: int = 0) -> Worker:
    limit = " --limit 1" if pool != "cpu" else ""
    return Worker(pool, queue, count, f"prefect worker start --pool {pool} --work-queue {queue}{limit}", engines, gpus)


def _engines(campaign: Campaign, teacher: Teacher) -> tuple[str, ...]:
    """The command of its engine, as the factory would start it on a machine with a GPU; none behind an endpoint."""
    if teacher.endpoint:
        return ()
    weights = str(campaign.path(teacher.weights)) if teacher.weights else teacher.model
    at = {"revision": teacher.revision} if teacher.revision and not teacher.weights else {}
    words = command(Path("python"), teacher.model, weights, at | teacher.serve, PORT, on_gpu=True)
    return (shlex.join(words),)


def receivers(plan: Estimate, store: str) -> list[Receiver]:
    """Every place that is sent something, by its host, as far as this machine's environment names it.

    store: the URL of the one that receives what is committed.
    """
    campaign = plan.campaign
    found = [receiver for teacher in plan.teachers for receiver in _of_engine(plan, teacher.name)]
    found.append(Receiver(_host(store), "all that is committed: questions, traces, verdicts, release"))
    hub = [f"{m.model if isinstance(m, Teacher) else m.base}" for m in _models(campaign) if not m.weights]
    if hub:
        found.append(Receiver("the hub of the weights", f"the names {', '.join(dict.fromkeys(hub))}; no question"))
    server = _host(os.environ.get("PREFECT_API_URL", "")) or "Prefect's server (PREFECT_API_URL)"
    told = "the campaign's name, ids, log lines, counts, the release's card and examples of the comparison"
    return [*found, Receiver(server, told)]


def _models(campaign: Campaign) -> Iterator[Teacher | Student]:
    """Those whose weights are loaded: a teacher behind an endpoint has its own."""
    yield from (one for one in campaign.teachers.values() if one.traces is None and one.endpoint is None)
    if campaign.student:
        yield campaign.student


def _of_engine(plan: Estimate, name: str) -> list[Receiver]:
    """Who receives the prompts of a teacher: each host of its endpoint, else the engine of the machine."""
    teacher, asked = plan.campaign.teachers[name], next(one for one in plan.teachers if one.name == name)
    domains = [domain for domain in plan.domains if domain.teacher == name]
    if teacher.traces is not None:
        return [Receiver("nobody", f"{name} has brought its traces: nothing is asked")]
    ours = {(domain.part, domain.domain) for domain in domains}
    sources = [c.source.name for c in plan.questions.sources if (c.source.part, c.source.domain) in ours]
    shown = ", the system prompt" * bool(teacher.system) + ", the examples" * bool(teacher.examples)
    told = f"the prompts{shown}, about {asked.prompt_tokens:,.0f} tokens in {asked.traces:,.0f} requests; no reference"
    hosts = _hosts(plan.campaign, teacher)
    told += f"; shared by all {len(hosts)} hosts" if len(hosts) > 1 else ""
    home = [source.name for source in plan.campaign.sources if source.local_only and source.name in sources]
    refused = f"; {', '.join(home)} is local_only: refused unless the host has a private address" if home else ""
    return [Receiver(host, f"as {name}: of the sources {', '.join(sources)} {told}{refused}") for host in hosts]


def _hosts(campaign: Campaign, teacher: Teacher) -> list[str]:
    """Where a teacher is asked."""
    if teacher.endpoint:
        return list(dict.fromkeys(_host(url) for url in teacher.endpoint.urls))
    if named := from_environment(teacher.model):
        return [named.host]
    here = "this machine" if campaign.work.generate_on == "here" else "the engine of each worker"
    return [f"{here} (THOUGHTMILL_ENGINE_URL is not set)"]


def _host(url: str) -> str:
    """Host and port of a URL, without user and password; a folder as it stands."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if "://" in url else url


def missing(campaign: Campaign) -> list[Missing]:
    """What this machine lacks to judge, and, if it asks itself, to run an engine. Each verifier checks its example."""
    found: list[Missing] = []
    for name in sorted({source.verifier for source in campaign.sources if source.verifier in VERIFIERS}):
        example = VERIFIERS[name].example
        try:
            if VERIFIERS[name].check(example.right, example.reference).outcome is not Outcome.CORRECT:
                found.append(Missing(f"the verifier {name} to accept its example", "it does not", "install anew"))
        except ThoughtmillError as error:
            found.append(Missing(*error.args))
    found += [
        Missing(f"weights at {model.weights}", "nothing there", "put them there, or name a hub's")
        for model in _models(campaign)
        if model.weights and not campaign.path(model.weights).exists()
    ]
    found += _missing_keys(campaign)
    own = any(isinstance(model, Teacher) for model in _models(campaign))
    if own and campaign.work.generate_on == "here" and not os.environ.get("THOUGHTMILL_ENGINE_URL"):
        try:
            if not has_gpu(interpreter()):
                todo = "ask on the pool (`work.generate_on`), or name an engine: THOUGHTMILL_ENGINE_URL"
                found.append(Missing("a GPU for the engine", "none here: it runs on the CPU", todo))
        except ThoughtmillError as error:
            found.append(Missing(*error.args))
    return found


def _missing_keys(campaign: Campaign) -> list[Missing]:
    """The keys of endpoints that the environment has not."""
    found: list[Missing] = []
    for teacher in campaign.teachers.values():
        try:
            of_endpoint(teacher)
        except ThoughtmillError as error:
            found.append(Missing(*error.args))
    return found

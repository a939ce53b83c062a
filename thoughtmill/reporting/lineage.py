"""Where something of a store comes from, and what came of it: from a student back to the campaign, and forth again."""

import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from thoughtmill.campaign import load
from thoughtmill.errors import CampaignError, CommandError
from thoughtmill.questions.layers import Layers, newest
from thoughtmill.store.records.commits import STAGES
from thoughtmill.store.records.replaced import is_purge, purge_lines, purged_shards
from thoughtmill.store.store import Commit, Store

TRACE = re.compile(r"([0-9a-f]{16})-(\d+)-\d+")
"""The id of a trace, or of a sample: question, round, index."""
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Step:
    """The commits of one stage on the way. about: what they say in a few words. again: the command that makes them."""

    stage: str
    keys: tuple[str, ...]
    about: str
    again: str
    named: bool


def lineage(store: Store, named: str) -> list[Step]:
    """The way on which `named` lies, campaign first.

    named: any key, the first signs of one, or the id of a question, a trace, a teacher or a policy. Raises CommandError
    for what the store doesn't have.
    """
    commits = {commit.name: commit for stage in STAGES for commit in store.commits(stage, look=stage == STAGES[0])}
    parents = {name: [*_parents(store, commit, commits)] for name, commit in commits.items()}
    children: dict[str, list[str]] = {name: [] for name in commits}
    for name, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(name)
    start = _start(store, named, commits)
    way = _reached(start, parents) | _reached(start, children)
    asked_for = {above for name in way for above in parents.get(name, ()) if above.startswith("campaigns/")}
    way |= asked_for or {name for name in commits if name.startswith("campaigns/")}  # of no release yet: all of them
    purged = (one for one in commits.values() if is_purge(one) and not way.isdisjoint(purged_shards(one)))
    way |= {one.name for one in purged}
    steps: list[Step] = []
    file = _campaign_file([one for one in commits.values() if one.stage == "campaigns" and one.name in way])
    for stage in STAGES:
        found = [commits[name] for name in sorted(way) if name in commits and commits[name].stage == stage]
        if found:
            keys = tuple(commit.key for commit in found)
            here = any(commit.name in start for commit in found)
            steps.append(Step(stage, keys, _about(found), _again(store, found, file), here))
    return steps


def _reached(start: set[str], links: dict[str, list[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        more = [name for name in links.get(waiting.pop(), ()) if name not in found]
        found.update(more)
        waiting += more
    return found


def _parents(store: Store, commit: Commit, commits: dict[str, Commit]) -> Iterator[str]:
    """The commits that one was made from: those in its record, and the campaign that a release was made for."""
    yield from commit.parents
    if commit.stage == "releases" and (campaign := commit.facts.get("campaign_id")):
        yield from (name for name in commits if name.startswith(f"campaigns/{campaign}"))


def _start(store: Store, named: str, commits: dict[str, Commit]) -> set[str]:
    if exact := {name for name, commit in commits.items() if named in (commit.key, name)}:
        return exact  # a unit's plan and its traces have one key
    keys = {name for name, commit in commits.items() if len(named) > 2 and commit.key.startswith(named)}
    if len({commits[name].key for name in keys}) == 1 or (keys and {commits[n].stage for n in keys} == {"campaigns"}):
        return keys
    by_fact = {name for name, commit in commits.items() if named and _is_of(commit, named)}
    if by_fact and not keys:
        return by_fact
    if not keys and (trace := TRACE.fullmatch(named)):
        return _of_question(store, trace[1], f".r{trace[2]}.", commits)
    if not keys:
        return _of_question(store, named, "", commits)
    shown = ", ".join(sorted(keys)[:SHOWN])
    raise CommandError("one thing of the store", f"{len(keys)} begin with {named!r}: {shown} …", "name more of it")


def _is_of(commit: Commit, named: str) -> bool:
    """Whether a commit was made by this teacher, or judged under this policy."""
    told = commit.facts.get("teacher_id") if commit.stage == "traces" else None
    policy = commit.key.rpartition(".")[2] if commit.stage == "verdicts" else None
    return named in (told, policy)


def _of_question(store: Store, question: str, of_round: str, commits: dict[str, Commit]) -> set[str]:
    """The traces of the shard that holds a question; its layer, if nothing was asked yet."""
    if any(commit.stage == "questions" for commit in commits.values()):
        layers = Layers.up_to(store, newest(store))
        for shard in layers.all_shards:
            layer = layers.holding(shard)
            if question in store.read(layer.file(f"{shard}.parquet"), ["question_id"])["question_id"].to_pylist():
                asked = {name for name in commits if name.startswith(f"traces/{shard}{of_round or '.'}")}
                return asked or {layer.name}
    todo = "see `thoughtmill status`, `thoughtmill log`"
    raise CommandError(f"something of {store.url}: a key, its first signs, or an id", repr(question), todo)


def _about(found: list[Commit]) -> str:
    """What the records of one stage say, in a few words."""
    counts: dict[str, int] = {}
    for commit in found:
        for name in ("questions", "traces", "kept", "samples", "steps", "answers", "excluded"):
            if name in commit.counts:
                counts[name] = counts.get(name, 0) + commit.counts[name]
    said = [f"{n:,} {name}" for name, n in counts.items()]
    said += purge_lines(found[:SHOWN])
    for name in ("campaign", "teacher", "teacher_id", "base", "release_id"):
        values = sorted({str(commit.facts[name]) for commit in found if isinstance(commit.facts.get(name), str)})
        said += [f"{name} {', '.join(values[:SHOWN])}"] if values else []
    if found[0].stage == "campaigns":
        said.append(f"name {found[-1].facts['campaign']['name']}")
    if found[0].stage == "verdicts":
        said.append(f"policy {', '.join(_some({commit.key.rpartition('.')[2] for commit in found}))}")
    return "; ".join(said)


def _some(values: Iterable[str]) -> list[str]:
    every = sorted(values)
    return every[:SHOWN] + ([f"and {len(every) - SHOWN} more"] if len(every) > SHOWN else [])


def _campaign_file(campaigns: list[Commit]) -> str:
    """The file of the newest of some campaigns where it is as it was frozen; else which file that was, in words."""
    if not campaigns:
        return "CAMPAIGN.toml"
    newest = max(campaigns, key=lambda commit: commit.created_at)
    root, name = Path(newest.facts["root"]), newest.facts["campaign"]["name"]
    for file in sorted(root.glob("*.toml")):
        with suppress(CampaignError):
            if newest.key.startswith(f"{load(file).campaign_id()}-"):
                return shlex.quote(str(file))
    return f"<the file of the campaign {name}, once in {root}>"


def _again(store: Store, found: list[Commit], file: str) -> str:
    """The command that makes commits of a stage again; `file` is that of their campaign."""
    first = found[0]
    match first.stage:
        case "campaigns":
            return f"thoughtmill produce {file} --store {store.url}"
        case "verdicts":
            return f"thoughtmill filter {store.url}"
        case "students" if first.facts.get("imported"):
            base, release = first.facts["base"], first.facts["release_id"]
            return f"thoughtmill import-student {store.url} FOLDER --release {release} --base {base}"
        case "students":
            return f"thoughtmill train {store.url} {first.facts['release_id']}"
        case "comparisons":
            return f"thoughtmill compare {store.url} {first.facts['student']}"
        case "exclusions":
            return f"thoughtmill exclude {store.url} …"
        case _:
            return f"thoughtmill produce {file} --store {store.url} --no-train"

"""The gate before a training: what would be trained, and all that can be found wrong before the first GPU hour."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from thoughtmill import mixture
from thoughtmill.campaign import Campaign
from thoughtmill.errors import LabelError, TrainingFailed
from thoughtmill.judging.trace_copies import is_copy, sketch
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.fingerprint import fingerprint
from thoughtmill.questions.held_out import held_out_of
from thoughtmill.recipe import Student
from thoughtmill.release.publish import samples_of
from thoughtmill.store.store import Commit, Store
from thoughtmill.student import labels, validation
from thoughtmill.student.base import recipe_base
from thoughtmill.student.footprint import ROOM, STATE_BYTES, Footprint, Shape, footprint, samples_at_once, shape_of
from thoughtmill.student.tokens import sample_lengths, tokenizer_of

AUDITED = 5_000
"""Samples whose labels are audited here, evenly spread; the training audits all before its first step."""
QUANTILES = (0.0, 0.5, 0.9, 0.99, 1.0)
SHOWN = 5

Level = Literal["well", "look", "stop"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found; `stop`: a training would fail or be wrong. todo: what to change."""

    level: Level
    what: str
    found: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One sample as the model sees it: text that no loss is taken from, and text that is trained."""

    sample: str
    tokens: int
    untrained: str
    trained: str


@dataclass(slots=True)
class Readiness:
    """All that the gate has found. lengths: LENGTHS; too_long: id → tokens."""

    findings: list[Finding]
    rendered: list[Rendered]
    lengths: pa.Table
    too_long: dict[str, int]
    footprint: Footprint | None = None

    @property
    def is_ready(self) -> bool:
        """Whether nothing stops a training."""
        return all(finding.level != "stop" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Devices:
    """What is to train: `number` GPUs of a kind in `GPUS`, what one costs an hour, whether the state is sharded."""

    gpu: str
    number: int
    gpu_hour: float
    sharded: bool


def ready(
    store: Store, campaign: Campaign, release: Commit, devices: Devices | None, kept: Path, file: str = "CAMPAIGN"
) -> Readiness:
    """Look through a release for the campaign's student. Changes nothing.

    kept: the folder of token counts; file: what the campaign was read from, for what is said to do.
    """
    recipe = campaign.trained()
    base = recipe_base(campaign, recipe)
    tokenizer = tokenizer_of(base.weights, None if recipe.weights else recipe.revision)
    lengths = sample_lengths(store, release, tokenizer, kept)
    tokens = [p + c for p, c in zip(lengths["prompt"].to_pylist(), lengths["completion"].to_pylist(), strict=True)]
    ids = lengths["id"].to_pylist()
    too_long = {name: n for name, n in zip(ids, tokens, strict=True) if n > recipe.max_length}
    seen = _Seen(store, tokenizer, recipe.max_length, _three(tokens), set(labels.spread(len(tokens), AUDITED)))
    seen.look(samples_of(store, release))
    found = [*_shares(campaign, release), _length(too_long, tokens, recipe.max_length)]
    found += seen.findings(shlex.join(["thoughtmill", "produce", file, "--store", store.url]) if campaign.exams else "")
    found.append(_licences(campaign, release))
    once = _epoch(lengths, recipe, found)
    made = Readiness(found, seen.rendered, lengths, too_long)
    shape = shape_of(base.weights, None if recipe.weights else recipe.revision)
    made.findings.append(_positions(recipe, shape, max(tokens)))
    if shape.heads and shape.heads % recipe.launch.context_parallel:
        found_ = (
            f"student.launch.context_parallel = {recipe.launch.context_parallel}, the base's heads are a multiple of"
        )
        made.findings.append(Finding("stop", "context", f"{found_} {shape.heads}", f"set a divisor of {shape.heads}"))
    if recipe.lora and recipe.lora.four_bit:
        needs = "bitsandbytes, where it is trained; it is not looked for here"
        made.findings.append(Finding("look", "4 bit", needs, "pip install bitsandbytes there"))
    if devices:
        bounded = [min(tokens[number], recipe.max_length) for number in once]
        about = (devices.gpu, devices.number, devices.gpu_hour)
        made.footprint = footprint(shape, recipe, bounded, *about, sharded=devices.sharded)
        made.findings += _fits(campaign, shape, devices, made.footprint)
    return made


def _three(tokens: list[int]) -> list[int]:
    """The rows of the shortest, a middle and the longest sample."""
    order = sorted(range(len(tokens)), key=tokens.__getitem__)
    return list(dict.fromkeys((order[0], order[len(order) // 2], order[-1])))


@dataclass(slots=True)
class _Seen:
    """What one pass over the samples tells."""

    store: Store
    tokenizer: Any
    max_length: int
    shown: list[int]
    audited: set[int]
    rendered: list[Rendered] = field(default_factory=list[Rendered])
    wrong: list[str] = field(default_factory=list[str])
    leaks: list[str] = field(default_factory=list[str])
    copies: int = 0
    held_out: int = 0

    def look(self, tables: Iterator[pa.Table]) -> None:
        questions = held_out_of(self.store) if self.store.keys("questions") else []
        exam, self.held_out = Exam(Known(**asdict(question)) for question in questions), len(questions)
        sketches: dict[str, list[bytes]] = {}
        row = 0
        for table in tables:
            often = Counter(name.rsplit("-", 2)[0] for name in table["id"].to_pylist())
            for batch in table.to_batches(max_chunksize=2_000):
                for sample in batch.to_pylist():
                    self._labels(row, sample)
                    question = sample["id"].rsplit("-", 2)[0]
                    self._leak(exam, question, sample)
                    if often[question] > 1:
                        mine = sketch(sample["completion"][0]["content"])
                        self.copies += any(is_copy(mine, other) for other in sketches.get(question, ()))
                        sketches.setdefault(question, []).append(mine)
                    row += 1

    def _labels(self, row: int, sample: dict[str, Any]) -> None:
        if row not in self.audited and row not in self.shown:
            return
        try:
            made = labels.encode(self.tokenizer, sample, 2**31)
            labels.audit(self.tokenizer, sample, made)
        except LabelError as error:
            self.wrong.append(f"{sample['id']}: {error.args[0]}, {error.args[1]}")
            return
        if row in self.shown:
            first = next(i for i, label in enumerate(made["labels"]) if label != labels.UNTRAINED)
            ids = made["input_ids"]
            parts = (
                self.tokenizer.decode(some, clean_up_tokenization_spaces=False) for some in (ids[:first], ids[first:])
            )
            self.rendered.append(Rendered(sample["id"], len(ids), *parts))

    def _leak(self, exam: Exam, question: str, sample: dict[str, Any]) -> None:
        prompt = sample["prompt"][-1]["content"]
        known = Known(question, sample["source"], prompt, sample["verifier"], sample["reference"])
        if match := exam.same(question) or exam.find(known, fingerprint(prompt)):
            self.leaks.append(f"{sample['id']} {match}")

    def findings(self, produce: str) -> Iterator[Finding]:
        """produce: the command that brings the held-out questions; empty where the campaign has none."""
        audited = len(self.audited)
        if self.wrong:
            first = f"{len(self.wrong):,} of {audited:,} samples, the first {self.wrong[0]}"[:600]
            yield Finding("stop", "labels", first, "mend the base's tokenizer, or exclude these: thoughtmill exclude")
        else:
            yield Finding("well", "labels", f"completion and end token alone, in {audited:,} samples that were audited")
        if self.leaks:
            exclude = shlex.join(["thoughtmill", "exclude", self.store.url, "--reason", "leak"])
            todo = f"exclude them: {exclude} --by NAME IDS…; then publish again"
            yield Finding("stop", "leakage", f"{len(self.leaks):,} samples: {'; '.join(self.leaks[:SHOWN])}", todo)
        elif self.held_out:
            yield Finding("well", "leakage", f"none of {self.held_out:,} held-out questions")
        else:
            todo = (
                f"{produce} --no-train adds those of its [evaluation] to the store" if produce else "add [evaluation]"
            )
            yield Finding("look", "leakage", "not looked for: the store has no held-out questions", todo)
        level: Level = "look" if self.copies else "well"
        yield Finding(level, "near copies", f"{self.copies:,} samples that nearly repeat another one of their question")


def _shares(campaign: Campaign, release: Commit) -> Iterator[Finding]:
    wrong: list[str] = []
    total = 0
    for name, part in campaign.parts.items():
        for domain, quota in part.domain_quotas().items():
            total += quota
            if (found := release.counts.get(f"samples.{name}.{domain}", 0)) != quota:
                wrong.append(f"{name}/{domain} has {found:,} of {quota:,}")
    if wrong:
        yield Finding(
            "stop", "shares", "; ".join(wrong), "name the campaign of this release, or publish its own: produce"
        )
    else:
        yield Finding("well", "shares", f"{total:,} samples, every domain exactly its quota")


def _length(too_long: dict[str, int], tokens: list[int], most: int) -> Finding:
    told = ", ".join(f"{q:.0%} {n:,}" for q, n in quantiles(tokens))
    if not too_long:
        return Finding("well", "lengths", f"in the student's tokens: {told}; at most {most:,} are trained")
    longest = sorted(too_long, key=lambda name: -too_long[name])[:SHOWN]
    names = ", ".join(f"{name} ({too_long[name]:,})" for name in longest)
    todo = "--exclude-too-long --by NAME, then `produce` fills their places; or raise student.max_length"
    return Finding("stop", "lengths", f"{len(too_long):,} of more than {most:,} tokens: {names}; all: {told}", todo)


def _epoch(lengths: pa.Table, recipe: Student, found: list[Finding]) -> Sequence[int]:
    """The samples of the first epoch, as the training takes them; tells what mixture and validation make of them."""
    domains: list[str] = lengths["domain"].to_pylist()
    questions = [name.rsplit("-", 2)[0] for name in lengths["id"].to_pylist()]
    what = " and ".join(name for name in ("mixture", "validation") if getattr(recipe, name)) or "samples"
    try:
        trained, held = validation.apart(questions, domains, recipe)
    except TrainingFailed as error:
        found.append(Finding("stop", what, *error.args[1:]))
        return range(len(domains))
    once = [trained[at] for at in next(mixture.epochs([domains[number] for number in trained], recipe))]
    if recipe.mixture or recipe.validation:
        there, seen = Counter(domains), Counter(domains[number] for number in once)
        told = ", ".join(f"{name} {seen[name]:,} of {many:,}" for name, many in sorted(there.items()))
        apart = f"; {len(held):,} are measured only" if held else ""
        found.append(Finding("well", what, f"samples in an epoch: {told}{apart}"))
    return once


def quantiles(tokens: list[int]) -> list[tuple[float, int]]:
    """QUANTILES of lengths."""
    ordered = sorted(tokens)
    return [(q, ordered[round(q * (len(ordered) - 1))]) for q in QUANTILES]


def _licences(campaign: Campaign, release: Commit) -> Finding:
    named = {source.name: source.licence for source in campaign.sources}
    used = sorted(name.removeprefix("source.") for name in release.counts if name.startswith("source."))
    told = ", ".join(f"{name} {named.get(name) or 'unknown'}" for name in used) or "the record names no source"
    bare = [name for name in used if not named.get(name)]
    todo = f"say `licence` of the sources {', '.join(bare[:SHOWN])}" if bare else ""
    return Finding("look" if bare or not used else "well", "licences", told, todo)


def _positions(recipe: Student, shape: Shape, longest: int) -> Finding:
    """As the training looks at them: not the longest sample counts, but the longest that there may be."""
    room = recipe.max_positions or shape.positions
    found = f"{longest:,} tokens in the longest sample, max_length {recipe.max_length:,}, the base was made for {room}"
    if room is None or recipe.max_length <= room:
        return Finding("well", "positions", found)
    todo = f"set student.max_length = {room} where no sample is longer; or max_positions and rope_theta (training.md)"
    return Finding("stop", "positions", found, todo)


def _fits(campaign: Campaign, shape: Shape, devices: Devices, made: Footprint) -> Iterator[Finding]:
    recipe = campaign.trained()
    at_once = samples_at_once(recipe, devices.number)
    if not recipe.packing and recipe.batch_size % (devices.number * at_once):
        found = f"batch_size {recipe.batch_size} on {devices.number} devices with {at_once} at once"
        yield Finding("stop", "batch", found, "make it a multiple of devices × device_batch_size")
    about = (
        f"{made.needed:,.1f} GiB a device of {made.memory} GiB: {made.state:,.1f} state, {made.working:,.1f} working"
    )
    if made.fits:
        yield Finding("well", "memory", about)
        return
    ways: list[str] = []
    if at_once > 1:
        ways.append("student.device_batch_size = 1")
    if not recipe.gradient_checkpointing:
        ways.append("student.gradient_checkpointing = true")
    left = ROOM * made.memory - made.working / at_once
    if not devices.sharded and left > 0:
        ways.append(f"shard the state over {-int(-shape.parameters * STATE_BYTES / 2**30 // left)} or more devices")
    ways.append("a lower student.max_length, a smaller base, or GPUs with more memory")
    yield Finding("stop", "memory", about, "; or ".join(ways))

"""The campaign: one TOML file that says everything. The only configuration there is.

A campaign is read once, checked, and then frozen in the store; later runs and other machines read the frozen one.
Paths in it are relative to the file that names them (`root`).
"""

import json
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import ErrorDetails

from thoughtmill.errors import CampaignError, TrainingFailed
from thoughtmill.ids import content_id
from thoughtmill.mixture import in_epoch
from thoughtmill.recipe import Launch, Lora, Student
from thoughtmill.strict import LATER, Name, Strict
from thoughtmill.teacher import Endpoint, Serve, Teacher, TraceFile, is_secret

CLOSE = 0.7
"""How alike an unknown key is to the one that may have been meant (difflib's ratio)."""


class Policy(Strict):
    """How many traces a question gets, and what a trace must be like to be kept."""

    first_round: int = Field(default=2, ge=1, le=256, description="traces a question in its first round")
    max_traces: int = Field(default=8, ge=1, le=1024, description="traces a question, all rounds together")
    max_kept: int = Field(default=2, ge=1, le=1024, description="samples a question may give to a release")
    languages: tuple[str, ...] = Field(default=("en", "zh"), description="languages a trace may be written in")
    min_think_chars: int = Field(default=0, ge=0, description="shorter thinking is rejected; `direct` has none")
    max_think_chars: int = Field(default=120_000, ge=1, description="longer thinking is rejected")
    max_answer_chars: int = Field(default=40_000, ge=1, description="a longer answer is rejected")

    def judging(self) -> dict[str, Any]:
        """The settings that a verdict depends on; how many traces are asked for is not among them."""
        return self.model_dump(mode="json", exclude={"first_round", "max_traces", "max_kept"})


class Part(Strict):
    """A share of the release with a quota and a teacher of its own."""

    quota: int = Field(ge=1, description="samples in the release, exactly")
    teacher: str = Field(description="who is asked: a name in `teachers`")
    earlier_teachers: tuple[str, ...] = Field(default=(), description="whose rounds count where they are committed")
    domains: dict[Name, Annotated[float, Field(gt=0, le=1)]] = Field(
        min_length=1, description="each domain with its share of the quota; the shares add up to 1"
    )
    policy: dict[str, Any] = Field(default_factory=dict, description="what differs from [policy] in this part")

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = sum(self.domains.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares of the domains must add up to 1, not {total:g}")
        if self.quota < len(self.domains):
            raise ValueError(f"quota must be at least {len(self.domains)}, one sample a domain, not {self.quota}")
        return self

    def domain_quotas(self) -> dict[str, int]:
        """Samples a domain, by largest remainder: they add up to the quota exactly."""
        exact = {name: self.quota * share for name, share in self.domains.items()}
        whole = {name: int(amount + 1e-9) for name, amount in exact.items()}
        by_remainder = sorted(exact, key=lambda name: whole[name] - exact[name])
        for name in by_remainder[: self.quota - sum(whole.values())]:
            whole[name] += 1
        return whole


Lists = Literal["alternatives", "parts"]
"""What several references of one question mean: each is right alone, or all of them together."""


def _columns_of_format(found: dict[str, Any]) -> dict[str, Any]:
    """A source with a format needs no columns; those that are named win."""
    return {"columns": {}, **found} if found.get("format") else found


class Source(Strict):
    """Where questions come from: one file or folder and the names of its columns."""

    part: str = Field(description="whose questions these are: a name in `parts`")
    domain: str = Field(description="a name in `domains` of that part")
    path: str = Field(description="a file, a folder, a glob, s3://…, hub:OWNER/NAME?…, or reasoning-gym:TASK?size=…")
    name: Name = Field(default="", validate_default=False, description="by default the file's name")
    columns: dict[Literal["prompt", "reference", "language"], str] = Field(
        default={"prompt": "prompt"}, description="what is in which column; with a verifier, `reference` must be named"
    )
    verifier: str | None = Field(default=None, description="who checks an answer; none for general questions")
    language: str = Field(default="en", description="of its questions, unless a column says it")
    generated: bool = Field(default=False, description="made from templates: duplicates and leaks by exact text only")
    format: str | None = Field(
        default=None, json_schema_extra=LATER, description="how the set holds questions (data.md); `auto` looks"
    )
    lists: Lists | None = Field(
        default=None, json_schema_extra=LATER, description="what a list of references means, where no format says it"
    )
    licence: str | None = Field(
        default=None, json_schema_extra=LATER, description="of its rows, as SPDX names it; the release's card says it"
    )
    local_only: bool = Field(
        default=False, json_schema_extra=LATER, description="its questions are sent to private addresses only"
    )
    options: dict[str, bool | int | float | str] = Field(
        default={},
        json_schema_extra=LATER,
        description="how answers are compared (verifiers.md): relative, unit, order …",
    )
    refuse_private: bool = Field(
        default=False, json_schema_extra=LATER, description="rows with secrets or personal data are refused, not told"
    )

    @model_validator(mode="before")
    @classmethod
    def _name_from_path(cls, found: dict[str, Any]) -> dict[str, Any]:
        if not found.get("name") and isinstance(found.get("path"), str):
            stem = Path(found["path"]).stem.lower()
            found = {**found, "name": "".join(c if c.isalnum() or c in "-_" else "-" for c in stem).strip("-")[:40]}
        if str(found.get("path")).startswith("reasoning-gym:"):
            made = {"columns": {"prompt": "prompt", "reference": "reference"}, "verifier": "logic", "generated": True}
            found = {**made, **found}
        return _columns_of_format(found)

    @model_validator(mode="after")
    def _columns_are_named(self) -> Self:
        if self.format:
            return self
        if "prompt" not in self.columns:
            raise ValueError(f"columns must say which column is the prompt, not only {sorted(self.columns)}")
        if self.verifier and "reference" not in self.columns:
            raise ValueError(f"columns.reference must be named for verifier {self.verifier!r}, not left out")
        return self


class EvaluationSource(Strict):
    """Held-out questions; none of them may be among the questions that are trained on."""

    path: str = Field(description="as for a source")
    name: Name = Field(description="its questions are counted under this name")
    columns: dict[Literal["prompt", "reference", "language"], str] = Field(
        default={"prompt": "prompt", "reference": "reference"}, description="what is in which column"
    )
    verifier: str = Field(description="who checks an answer")
    format: str | None = Field(default=None, json_schema_extra=LATER, description="as for a source")
    lists: Lists | None = Field(default=None, json_schema_extra=LATER, description="as for a source")
    options: dict[str, bool | int | float | str] = Field(
        default={}, json_schema_extra=LATER, description="as for a source; base and student are compared by them"
    )

    @model_validator(mode="before")
    @classmethod
    def _format_says_columns(cls, found: dict[str, Any]) -> dict[str, Any]:
        return _columns_of_format(found)


class Evaluation(Strict):
    """What the student and its base are asked, before and after."""

    sources: tuple[EvaluationSource, ...] = Field(min_length=1, description="where the held-out questions come from")
    max_tokens: int = Field(default=2048, ge=1, description="tokens an answer")
    temperature: float = Field(default=0.0, ge=0, le=5, description="of sampling; 0 takes the likeliest token")
    concurrency: int = Field(default=64, ge=1, description="requests in flight, of one engine")
    instruction: str = Field(
        default="Think inside <think></think>, then answer inside <answer></answer>.",
        description="what the base is told of the form, when it is asked with it",
    )
    serve: Serve = Field(default_factory=dict, description="options of the vLLM server")


class Work(Strict):
    """How the work is cut. Changes no sample, but for `shard_questions`, which is fixed with the questions."""

    shard_questions: int = Field(default=500, ge=1, le=100_000, description="questions a shard")
    run_shards: int = Field(default=16, ge=1, description="units a run of a teacher that are wanted ahead")
    runs: int = Field(default=1, ge=1, description="generate runs at once, one an engine; more than one on a pool")
    generate_on: Literal["here", "gpu"] = Field(default="here", description="in `produce`, or as runs on the pool")
    filter_runs: int = Field(
        default=0, ge=0, json_schema_extra=LATER, description="filter runs at once on the `cpu` pool; 0: in `produce`"
    )
    canaries: int = Field(
        default=16,
        ge=0,
        le=256,
        json_schema_extra=LATER,
        description="solved questions that an engine is asked before a run gives it work; 0: none",
    )

    @model_validator(mode="after")
    def _filter_runs_are_on_pools(self) -> Self:
        if self.filter_runs and self.generate_on == "here":
            raise ValueError(f'generate_on = "gpu" where there are filter_runs, not {self.filter_runs} beside "here"')
        return self


class Campaign(Strict):
    """A whole campaign, checked."""

    name: Name = Field(description="what the campaign is called")
    store: str = Field(min_length=1, description="a folder, or s3://bucket/prefix; another one has nothing in it yet")
    parts: dict[Name, Part] = Field(min_length=1, description="the shares of the release")
    sources: tuple[Source, ...] = Field(min_length=1, description="where questions come from")
    teachers: dict[Name, Teacher] = Field(min_length=1, description="who may be asked")
    policy: Policy = Field(default=Policy(), description="of all parts, unless a part says otherwise")
    student: Student | None = Field(
        default=None, json_schema_extra=LATER, description="what is trained; left out, the release is the end"
    )
    evaluation: Evaluation | None = Field(
        default=None, json_schema_extra=LATER, description="what is asked before and after; left out, nothing is"
    )
    work: Work = Field(default=Work(), description="how the work is cut")
    _root: Path = PrivateAttr(default=Path())

    @property
    def root(self) -> Path:
        """The folder that relative paths start from."""
        return self._root

    @property
    def exams(self) -> tuple[EvaluationSource, ...]:
        """Where the held-out questions come from; none without [evaluation]."""
        return self.evaluation.sources if self.evaluation else ()

    def trained(self) -> Student:
        """What is trained, its temperature as it is evaluated unless it says one.

        Raises CampaignError for a campaign that ends with its release.
        """
        if self.student is None:
            raise _left_out("student", self.name)
        if self.student.temperature is not None or self.evaluation is None:
            return self.student
        return self.student.model_copy(update={"temperature": self.evaluation.temperature})

    def examined(self) -> Evaluation:
        """What is asked before and after. Raises CampaignError for a campaign that has no exam."""
        if self.evaluation is None:
            raise _left_out("evaluation", self.name)
        return self.evaluation

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        for i, source in enumerate(self.sources):
            if source.part not in self.parts:
                raise ValueError(f"sources.{i}.part must be one of {sorted(self.parts)}, not {source.part!r}")
            if source.domain not in (domains := self.parts[source.part].domains):
                raise ValueError(f"sources.{i}.domain must be one of {sorted(domains)}, not {source.domain!r}")
        for name, part in self.parts.items():
            for key, named in (("teacher", (part.teacher,)), ("earlier_teachers", part.earlier_teachers)):
                if unknown := set(named) - set(self.teachers):
                    raise ValueError(f"parts.{name}.{key} must be of {sorted(self.teachers)}, not {sorted(unknown)}")
            for domain in part.domains:
                if not any(s.part == name and s.domain == domain for s in self.sources):
                    raise ValueError(f"parts.{name}.domains: a source with questions for {domain!r}, not none")
            try:
                self.policy_of(name)
            except ValidationError as error:
                expected, found = _faults(error, f"parts.{name}.policy.")
                raise ValueError(f"{expected[0]}, not {found[0]}") from error
        names = [source.name for source in self.sources]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"sources: a `name` of its own for each, not {sorted(doubled)} twice")
        return self

    @model_validator(mode="after")
    def _mixture_is_of_the_parts(self) -> Self:
        if self.student is None:
            return self
        quotas = {f"{name}/{d}": many for name, part in self.parts.items() for d, many in part.domain_quotas().items()}
        known = {key for domain in quotas for key in (domain, *domain.split("/"))}
        if unknown := set(self.student.mixture) - known:
            raise ValueError(f"student.mixture must name some of {sorted(known)}, not {sorted(unknown)}")
        try:
            in_epoch(quotas, self.student.mixture)
        except TrainingFailed as error:
            raise ValueError(f"{error.args[0]}, not {error.args[1]}") from error
        return self

    def policy_of(self, part: str) -> Policy:
        """The policy of one part: the campaign's, with what the part says otherwise."""
        return Policy(**{**self.policy.model_dump(), **self.parts[part].policy})

    def teacher_of(self, part: str) -> Teacher:
        """The teacher of one part."""
        return self.teachers[self.parts[part].teacher]

    def kept_at_home(self, teacher: Teacher) -> list[str]:
        """The sources that are `local_only` and whose questions this teacher is asked."""
        asked = {name for name, part in self.parts.items() if self.teachers[part.teacher] == teacher}
        return [source.name for source in self.sources if source.local_only and source.part in asked]

    def teachers_of(self, part: str) -> dict[str, Teacher]:
        """Teacher's id → the teachers whose traces count for a part: the earlier ones, then the one that is asked."""
        names = (*self.parts[part].earlier_teachers, self.parts[part].teacher)
        return {self.teachers[name].teacher_id(): self.teachers[name] for name in names}

    def template_of(self, part: str, teacher_id: str) -> str:
        """How the traces of a part's teacher are written; those of a stranger are read like its present teacher's."""
        return self.teachers_of(part).get(teacher_id, self.teacher_of(part)).template

    def imported_parts(self) -> list[str]:
        """The parts whose teacher has brought its traces: nothing is asked for them."""
        return [part for part in self.parts if self.teacher_of(part).traces is not None]

    def path(self, relative: str) -> Path:
        """A path of the campaign, as a path of this machine."""
        return (self.root / Path(relative).expanduser()).resolve()

    def store_url(self) -> str:
        """Where the store is: a URL as it stands, a folder as an absolute path."""
        return self.store if "://" in self.store else str(self.path(self.store))

    def frozen(self) -> dict[str, Any]:
        """Everything, as JSON: what is committed to the store; `campaign_id` is its hash."""
        return self.model_dump(mode="json")

    def campaign_id(self) -> str:
        """Hash of the whole campaign but for where its store is."""
        return content_id(self.model_dump(mode="json", exclude={"store"}), 12)


def _left_out(table: str, name: str) -> CampaignError:
    todo = f"add [{table}] to it (docs/campaign.md), or name another campaign: --campaign FILE"
    return CampaignError(f"a campaign with [{table}]", f"{name} has none", todo)


def load(path: str | Path) -> Campaign:
    """Read and check a campaign file. Raises CampaignError: what was expected, found, and what to do."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CampaignError("a campaign file in TOML", f"{path}: {error}", "name one, see docs/campaign.md") from error
    return parse(text, path.parent, str(path))


def parse(text: str, root: Path, called: str = "the campaign") -> Campaign:
    """The campaign in `text`; its paths start from `root`. Raises CampaignError."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CampaignError("valid TOML", f"{called}: {error}", "mend that line") from error
    return check(found, root, called)


def check(found: dict[str, Any], root: Path, called: str = "the campaign") -> Campaign:
    """The campaign in a table of plain values (TOML, or a frozen campaign). Raises CampaignError."""
    if isinstance(found.get("teachers"), dict):
        teachers: dict[str, Any] = dict(found["teachers"])
        for name, teacher in teachers.items():
            if isinstance(teacher, dict) and isinstance(file := cast("dict[str, Any]", teacher).get("examples"), str):
                turns = _read_turns(root / Path(file).expanduser(), f"{called}: teachers.{name}.examples")
                teachers[name] = {**teacher, "examples": turns}
        found = {**found, "teachers": teachers}
    try:
        campaign = Campaign.model_validate(found)
    except ValidationError as error:
        allowed, instead = _faults(error)
        todo = "mend these keys; docs/campaign.md has all"
        raise CampaignError("; ".join(allowed), f"{called}: {'; '.join(instead)}", todo) from error
    campaign._root = root.resolve()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # no key of the file
    return campaign


def _read_turns(path: Path, called: str) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CampaignError("a JSONL file with prompt and response", f"{called}: {error}", "mend it") from error


def _faults(error: ValidationError, before: str = "") -> tuple[list[str], list[str]]:
    """What is allowed and what was found, for each fault. Our own validators say both: "…, not …"."""
    allowed: list[str] = []
    instead: list[str] = []
    for fault in _told_once(error.errors(include_url=False))[:8]:
        where = before + ".".join(str(key) for key in fault["loc"] if not _is_a_type(key))
        said, _, found = fault["msg"].removeprefix("Value error, ").partition(", not ")
        if fault["type"] == "extra_forbidden":
            said, found = _no_such_key(str(fault["loc"][-1])), "a value"
        allowed.append(f"{where}: {said}" if where else said)
        given = "nothing" if fault["type"] == "missing" else found or _shown(fault["loc"], fault["input"])
        instead.append(f"{where}{':' if found else ' ='} {given}" if where else given)
    return allowed, instead


def _is_a_type(key: int | str) -> bool:
    """Whether pydantic names a type here, of a value that may be of several: `tuple[…]`, `function-after[…]`."""
    return "[" in str(key)


def _told_once(faults: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Of a value that may be of several types what our own validators say, where they say something."""
    ours = {_stem(fault) for fault in faults if fault["type"] == "value_error"}
    return [one for one in faults if one["type"] == "value_error" or _stem(one) not in ours or _stem(one) == one["loc"]]


def _stem(fault: ErrorDetails) -> tuple[int | str, ...]:
    """Where a fault is, up to the first name of a type."""
    return tuple(takewhile(lambda key: not _is_a_type(key), fault["loc"]))


def _no_such_key(named: str) -> str:
    """What is said of an unknown key, with the one that may have been meant."""
    if is_secret(named):
        return "no such key; a key or password is in the environment, endpoint.key_variable names its variable"
    models = (Campaign, Part, Policy, Source, Teacher, TraceFile, Endpoint, Student, Launch, Lora, Evaluation, Work)
    known = {key for model in (*models, EvaluationSource) for key in model.model_fields}
    close = get_close_matches(named, sorted(known), 1, CLOSE)
    return f"no such key; is {close[0]} meant?" if close else "no such key"


def _shown(where: tuple[int | str, ...], found: Any) -> str:
    """A value as an error shows it; of an endpoint none, for some people write keys there."""
    return "a value that is not shown here" if "endpoint" in where else repr(found)[:80]

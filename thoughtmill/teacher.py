"""A teacher: which model, how it is asked and where; what may be said to a vLLM server that is started for it."""

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, JsonValue, WithJsonSchema, model_validator

from thoughtmill.ids import content_id
from thoughtmill.strict import LATER, Strict
from thoughtmill.template import TEMPLATES

NOT_SERVED = {
    "trust_remote_code": "it runs code that comes with the weights",
    "middleware": "it runs code",
    "logits_processors": "it runs code",
    "logits_processor_pattern": "it lets a request run code",
    "tool_parser_plugin": "it runs code",
    "reasoning_parser_plugin": "it runs code",
    "io_processor_plugin": "it runs code",
    "worker_cls": "it runs code",
    "worker_extension_cls": "it runs code",
    "scheduler_cls": "it runs code",
    "model_class_overrides": "it runs code",
    "kv_transfer_config": "it can run code",
    "ec_transfer_config": "it can run code",
    "log_config_file": "it can run code",
    "logging_config": "it can run code",
    "config": "options would come from a file that is no part of the campaign",
    "api_key": "it is a key; the engine gets its own by its environment",
    "hf_token": "it is a key; HF_TOKEN in the environment is passed on where weights come from a hub",
    "ssl_keyfile": "the engine listens on this machine alone",
    "ssl_certfile": "the engine listens on this machine alone",
    "ssl_ca_certs": "the engine listens on this machine alone",
    "ssl_cert_reqs": "the engine listens on this machine alone",
    "allowed_local_media_path": "the engine would read files for whoever asks it",
    "allowed_media_domains": "the engine would fetch what whoever asks it names",
}
"""Options of the vLLM server that no campaign may set, and why: a campaign is data, it comes from others."""

NOT_SERVED_ENDS = ("_cls", "_plugin", "_plugins")
"""Options of later versions that end so run code as well."""


JsonTable = Annotated[dict[str, JsonValue], WithJsonSchema({"type": "object"})]
ServeValue = bool | int | float | str | list[int | float | str] | JsonTable
"""What an option of the vLLM server may be: a table is given to it as JSON."""


def _may_be_served(serve: dict[str, ServeValue]) -> dict[str, ServeValue]:
    """The options, none of which runs code or holds a key. vLLM also takes the start of a name for the whole."""
    for name, value in serve.items():
        plain = name.replace("-", "_").lower()
        if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", plain):
            raise ValueError(f"names of options like max_model_len, not {name[:80]!r}")
        first = plain.removeprefix("no_").partition(".")[0]
        meant = [key for key in NOT_SERVED if key.startswith(first) and first != "model"]
        if meant or first.endswith(NOT_SERVED_ENDS):
            raise ValueError(f"no {name} ({NOT_SERVED[meant[0]] if meant else 'it runs code'}), not {name} set")
        if isinstance(value, dict):
            _holds_no_code(name, value)
        if any(isinstance(one, str) and one.startswith("-") for one in (value if isinstance(value, list) else [value])):
            raise ValueError(f"{plain} with a value that is no option of its own, not one that begins with '-'")
    return serve


def _holds_no_code(option: str, table: dict[str, JsonValue]) -> None:
    for name in _keys(table):
        if name in NOT_SERVED or name.endswith(NOT_SERVED_ENDS):
            raise ValueError(f"no {name} in {option} ({NOT_SERVED.get(name, 'it runs code')}), not {name} set")


def _keys(table: dict[str, JsonValue]) -> Iterator[str]:
    """The names in a table and in those that lie in it, as options are written."""
    for name, value in table.items():
        yield name.replace("-", "_").lower()
        if isinstance(value, dict):
            yield from _keys(value)


def _is_a_template(name: str) -> str:
    if name not in TEMPLATES:
        raise ValueError(f"one of {', '.join(TEMPLATES)}, not {name!r}")
    return name


Template = Annotated[str, AfterValidator(_is_a_template), WithJsonSchema({"enum": list(TEMPLATES)})]
"""How a teacher writes: a row in TEMPLATES."""

Serve = Annotated[dict[str, ServeValue], AfterValidator(_may_be_served)]
"""Options of the vLLM server, `max_model_len = 1024` for `--max-model-len 1024`, `false` for `--no-…`."""


class Turn(Strict):
    """One example that the teacher is shown before the question (few-shot)."""

    prompt: str = Field(description="a question")
    response: str = Field(description="what the teacher should have written, in its template")
    source: str | None = Field(default=None, description="only for questions of this source; all if not given")


class TraceFile(Strict):
    """Traces that exist already, whoever wrote them: one file and the names of its columns."""

    path: str = Field(description="a file that a source may be, too")
    columns: dict[Literal["prompt", "response", "reasoning", "finish_reason", "tokens"], str] = Field(
        default={"prompt": "prompt", "response": "response"}, description="what is in which column"
    )
    format: str | None = Field(
        default=None, json_schema_extra=LATER, description="in place of columns: a format with responses (data.md)"
    )

    @model_validator(mode="before")
    @classmethod
    def _format_says_columns(cls, found: dict[str, Any]) -> dict[str, Any]:
        return {"columns": {}, **found} if found.get("format") else found

    @model_validator(mode="after")
    def _columns_are_named(self) -> Self:
        if self.format:
            return self
        if missing := {"prompt", "response"} - set(self.columns):
            raise ValueError(f"columns must name prompt and response, not leave out {sorted(missing)}")
        return self


UNDERSTOOD: dict[str, frozenset[str]] = {
    "vllm": frozenset(
        {
            "top_k",
            "min_p",
            "presence_penalty",
            "reasoning_effort",
            "thinking_token_budget",
            "repetition_detection",
            "chat_template_kwargs",
        }
    ),
    "sglang": frozenset({"top_k", "min_p", "presence_penalty", "reasoning_effort", "chat_template_kwargs"}),
    "openai": frozenset({"presence_penalty", "reasoning_effort"}),
    "plain": frozenset({"presence_penalty", "reasoning_effort"}),
}
"""For which keys of a teacher, beside those that every server knows, each dialect of OpenAI's API has a field."""

SAMPLING = tuple(sorted(UNDERSTOOD["vllm"]))
"""All of these keys."""


def no_field_for(dialect: str, named: Collection[str]) -> str:
    """What has to be said of sampling that a dialect has no field for; "" if there is none."""
    unknown = sorted(set(named) - UNDERSTOOD[dialect])
    return f"{', '.join(unknown)}, for which the dialect {dialect!r} has no field" if unknown else ""


_SAID_ELSEWHERE = {"model", "messages", "prompt", "temperature", "top_p", "stop", "max_tokens", *SAMPLING}
_READING_DEPENDS_ON_IT = {"n", "stream", "stream_options", "seed", "include_stop_str_in_output"}
_OURS = {*_SAID_ELSEWHERE, *_READING_DEPENDS_ON_IT, "skip_special_tokens", "max_completion_tokens"}
"""Fields of a request that a teacher's own keys say, or on which reading the answer depends."""

_SECRET = re.compile(
    r"(.*_)?(api_?key|key|(access|auth|hf)_token|secret|password|authorization|credentials?)", re.IGNORECASE
)
"""Names of fields that hold what nobody else may know."""


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what nobody else may know."""
    return bool(_SECRET.fullmatch(name))


def _is_extra(extra: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if taken := sorted(set(extra) & _OURS):
        raise ValueError(f"fields that no other key says and on which no answer depends, not {', '.join(taken)}")
    if secret := [name for name in _keys(extra) if _SECRET.fullmatch(name)]:
        raise ValueError(f"no key or password (name its variable in endpoint.key_variable), not {', '.join(secret)}")
    return extra


def _is_an_address(url: str) -> str:
    """A URL of an engine; what may be a secret in it is not said again."""
    try:
        found = urlsplit(url.strip())
        whole = found.scheme in ("http", "https") and bool(found.hostname) and (found.port or 1) > 0
    except ValueError:
        whole = False
    else:
        if found.username is not None or found.password is not None or "@" in found.netloc:
            raise ValueError("a URL without user and password (keys: key_variable), not one that has them")
        if found.query or found.fragment:
            raise ValueError("a URL without a query (keys: key_variable), not one that has one")
    if not whole:
        raise ValueError("a URL like https://api.example.com/v1, not this one")
    return url.strip().rstrip("/")


def _is_a_variable(name: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,63}", name):
        raise ValueError("the name of a variable of the environment, in capitals like OPENAI_API_KEY, not another text")
    return name


Extra = Annotated[JsonTable, AfterValidator(_is_extra)]
Url = Annotated[str, AfterValidator(_is_an_address)]
Variable = Annotated[str, AfterValidator(_is_a_variable)]


class Endpoint(Strict):
    """Where a teacher is asked that no worker starts: one's own server, a router, a hosted API. Not in its id."""

    url: Url | tuple[Url, ...] = Field(
        description="up to which `/chat/completions` follows; several serve the same model, and share the work"
    )
    key_variable: Variable | None = Field(
        default=None, description="the *name* of the variable, on the worker, that holds the key"
    )
    dialect: Literal["auto", "vllm", "sglang", "openai", "plain"] = Field(
        default="auto", description="which fields it understands; `auto` asks it once who it is"
    )
    router: bool | None = Field(
        default=None, description="whether many engines are behind a URL; by default so for `openai` and `plain`"
    )
    requests_per_minute: int | None = Field(default=None, ge=1, description="of one run to one URL, evenly spread")
    tokens_per_minute: int | None = Field(
        default=None, ge=1, description="of one run to one URL, prompts and answers, by what the last ones took"
    )
    connect_timeout_s: float = Field(default=30, gt=0, description="for a connection to be made")
    patience_s: float = Field(
        default=600, gt=0, description="without one answer, while it has no room or is away, until the run ends"
    )

    @property
    def urls(self) -> tuple[str, ...]:
        """All of them."""
        return (self.url,) if isinstance(self.url, str) else self.url

    @model_validator(mode="after")
    def _has_urls(self) -> Self:
        if not self.urls or len(set(self.urls)) < len(self.urls):
            raise ValueError("url: one or several URLs, each once, not none or one twice")
        return self


class Teacher(Strict):
    """A model behind an engine, with the exact way it is asked: all that shapes a trace is in the teacher's id."""

    model: str = Field(description="the name under which the engine serves it")
    revision: str | None = Field(default=None, description="a commit or tag of the model on its hub")
    weights: str | None = Field(default=None, description="a folder, where the model is on no hub")
    template: Template = Field(description="how it writes: see `form` in filters.md")
    system: str | None = Field(default=None, description="the system prompt; none if not given")
    examples: str | tuple[Turn, ...] = Field(default=(), description="shown before each question: a JSONL file")
    temperature: float = Field(default=0.6, ge=0, le=5, description="of sampling")
    top_p: float = Field(default=0.95, gt=0, le=1, description="of sampling: the share of probability that is kept")
    max_tokens: int = Field(
        default=0, ge=0, description="tokens a trace; must be given, but for a teacher that brings its `traces`"
    )
    traces: TraceFile | None = Field(default=None, description="traces that are there already: it is never asked")
    stop: tuple[str, ...] = Field(default=(), description="the text ends with the first of these, which is kept")
    top_k: int | None = Field(
        default=None, ge=-1, json_schema_extra=LATER, description="of sampling: so many likeliest tokens; -1 is all"
    )
    min_p: float | None = Field(
        default=None, ge=0, le=1, json_schema_extra=LATER, description="of sampling: the least share of the likeliest's"
    )
    presence_penalty: float | None = Field(
        default=None,
        ge=-2,
        le=2,
        json_schema_extra=LATER,
        description="of sampling: against what was written already",
    )
    reasoning_effort: str | None = Field(
        default=None, pattern=r"^[a-z]+$", json_schema_extra=LATER, description="how long it thinks, such as `high`"
    )
    thinking_token_budget: int | None = Field(
        default=None, ge=0, json_schema_extra=LATER, description="tokens after which vLLM ends the thinking"
    )
    repetition_detection: dict[str, int] = Field(
        default={}, json_schema_extra=LATER, description="when vLLM ends a loop: max_pattern_size, min_count"
    )
    chat_template_kwargs: JsonTable = Field(
        default={}, json_schema_extra=LATER, description="for the model's chat template, such as enable_thinking"
    )
    extra: Extra = Field(
        default={}, json_schema_extra=LATER, description="more fields of each request, sent as they stand"
    )
    concurrency: int = Field(default=64, ge=1, le=8192, description="requests in flight, of one engine")
    stall_s: float = Field(default=600, gt=0, description="a request without an answer for this long is asked again")
    serve: Serve = Field(
        default_factory=dict, description="options of the vLLM server; `max_model_len` is part of the teacher's id"
    )

    endpoint: Endpoint | None = Field(
        default=None, json_schema_extra=LATER, description="where it is asked; without, on an engine of the worker"
    )

    @model_validator(mode="after")
    def _is_understood(self) -> Self:
        dialect = self.endpoint.dialect if self.endpoint else "auto"
        if dialect != "auto" and (said := no_field_for(dialect, self.sampling())):
            raise ValueError(f"sampling that the endpoint understands, or the fields of its own in `extra`, not {said}")
        return self

    @model_validator(mode="after")
    def _is_asked_or_has_brought_traces(self) -> Self:
        if not self.max_tokens and self.traces is None:
            raise ValueError("max_tokens of at least 1, not left out")
        return self

    def teacher_id(self) -> str:
        """Hash of everything that shapes a trace: model, revision, template, sampling, few-shot turns, limits."""
        aside = {"weights", "concurrency", "stall_s", "serve", "endpoint"} | (set() if self.traces else {"traces"})
        shaping = self.model_dump(mode="json", exclude=aside)
        return content_id(shaping | {"max_model_len": self.serve.get("max_model_len")}, 12)

    def sampling(self) -> dict[str, Any]:
        """What it says of sampling beside temperature, top_p, max_tokens and stop; `extra` is apart."""
        said = {name: getattr(self, name) for name in SAMPLING}
        return {name: value for name, value in said.items() if value is not None and value != {}}

    def turns(self, source: str) -> list[Turn]:
        """The few-shot turns for questions of `source`, in the order of the file."""
        assert not isinstance(self.examples, str), "load() has read the file"
        return [turn for turn in self.examples if turn.source in (None, source)]

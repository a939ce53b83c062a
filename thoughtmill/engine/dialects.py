"""What is said to whom: dialects of OpenAI's API, how a server is known by its list of models, and whether we fit."""

from typing import Any

from pydantic_core import from_json

from thoughtmill.engine.answer import one_line
from thoughtmill.engine.protocol import Address, Sampling
from thoughtmill.errors import EngineError
from thoughtmill.teacher import no_field_for

KEEPS_SPECIAL_TOKENS = {"vllm", "sglang"}
"""They can be told to leave special tokens in the text; strict servers answer 400 to a field that they don't know.

So the form filter sees special tokens that a model wrote in the middle. With `include_stop_str_in_output` the end token
would then be in the text as well, so the stop string is left out and put back by `reply`.
"""

HOSTED = {"openai", "plain"}
"""Behind these are many machines, and none of them is ours to revive."""


def fields(dialect: str, model: str, sampling: Sampling, *, chat: bool) -> dict[str, Any]:
    """What every request of one sampling says beside its messages or prompt.

    OpenAI's own models that reason take neither `max_tokens` nor any temperature; its defaults are not said to it.
    """
    said: dict[str, Any] = {"model": model, "temperature": sampling.temperature, "top_p": sampling.top_p}
    if dialect == "openai":
        said = {name: value for name, value in said.items() if value != 1}
    said["max_completion_tokens" if dialect == "openai" and chat else "max_tokens"] = sampling.max_tokens
    if sampling.stop:
        said["stop"] = list(sampling.stop)
    if dialect in KEEPS_SPECIAL_TOKENS:
        said["skip_special_tokens"] = False
    return {**said, **sampling.more, **sampling.extra}


def listed(body: bytes) -> list[dict[str, Any]] | None:
    """The models in the body of /models; None if it is no such list."""
    try:
        found = from_json(body)["data"]
        return [model for model in found if isinstance(model["id"], str)]
    except (ValueError, LookupError, TypeError):
        return None


def told_by(address: Address, models: list[dict[str, Any]] | None) -> str:
    """The dialect of a server, by who owns its models."""
    owners = {str(model.get("owned_by", "")).lower() for model in models or ()}
    if address.host.split(":")[0] == "api.openai.com":
        return "openai"
    return next((known for known in ("vllm", "sglang") if known in owners), "plain")


def must_fit(address: Address, dialect: str, models: list[dict[str, Any]] | None, sampling: Sampling) -> None:
    """Raises EngineError if the server has no field for the teacher's sampling, or no room for its answers."""
    if said := no_field_for(dialect, sampling.more):
        todo = "leave it out, put the server's own fields into `extra`, or name another `endpoint.dialect`"
        raise EngineError(f"sampling that {address.shown} understands", said, todo)
    known = [model["max_model_len"] for model in models or () if model["id"] == address.model and _room(model)]
    if known and sampling.max_tokens >= min(known):
        found = f"max_model_len {min(known)} for {address.model} at {address.shown}"
        todo = "serve it with a greater --max-model-len, or lower the teacher's max_tokens (it is another teacher then)"
        raise EngineError(f"room for a prompt and max_tokens = {sampling.max_tokens}", found, todo)


def _room(model: dict[str, Any]) -> bool:
    return type(model.get("max_model_len")) is int and model["max_model_len"] > 0


def served(models: list[dict[str, Any]]) -> list[str]:
    """The names of the models, as they may be shown."""
    return [one_line(model["id"]) for model in models]

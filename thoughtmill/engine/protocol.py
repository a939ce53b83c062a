"""What an engine is sent and what it answers: OpenAI's completions and chat. Opens no connection."""

import json
import re
from dataclasses import dataclass
from typing import Any

from yarl import URL

TOO_LONG = re.compile(
    r"context.{0,9}length|too (long|many tokens)|max_(model_len|total_tokens|input_tokens)", re.IGNORECASE
)
"""How engines say that a prompt and its answer don't fit."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One trace to ask for: chat messages (role, content), or a plain prompt."""

    question_id: str
    round: int
    index: int
    messages: tuple[tuple[str, str], ...] | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the engine chooses tokens. No seed: on CPUs one kills the engine, on GPUs it makes all traces the same."""

    temperature: float
    top_p: float
    max_tokens: int
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One full response, verbatim, with the stop string that ended it.

    Control tokens that the model wrote in the middle are in the text, the token that ended it is not. `reasoning` is
    what the API split off, None if it didn't. `engine` is host and port.
    """

    ask: Ask
    text: str
    reasoning: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    engine: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An ask that is set aside for its own fault: `too_long`, `engine_refused`, `no_answer` or `kills_engine`."""

    ask: Ask
    reason: str
    detail: str


@dataclass(frozen=True, repr=False)
class Address:
    """Where an engine is (`http://…/v1`), what it serves, and its key. Neither key nor password is ever shown."""

    url: str
    model: str
    key: str | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.shown!r}, {self.model!r})"

    @property
    def shown(self) -> str:
        """The URL without user and password."""
        return str(URL(self.url).with_user(None))

    @property
    def host(self) -> str:
        """Host and port."""
        return URL(self.url).host_port_subcomponent or self.shown

    @property
    def root(self) -> str:
        """Where /health and /metrics are, beside /v1."""
        return self.url.removesuffix("/v1")

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine: no proxy leads there."""
        return URL(self.url).host in {"127.0.0.1", "localhost", "::1"}

    @property
    def headers(self) -> dict[str, str]:
        """The key as the API wants it."""
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


class NotWhole(Exception):
    """A 200 that is no answer: cut, empty, without a choice, given up by the engine."""


def settings(model: str, sampling: Sampling) -> dict[str, Any]:
    """What every request of one sampling says.

    Special tokens are not skipped, so that the form filter sees those that a model wrote in the middle. With
    `include_stop_str_in_output` the end token would then be in the text as well, so the stop string is left out and
    put back by `reply`.
    """
    said: dict[str, Any] = {
        "model": model,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "max_tokens": sampling.max_tokens,
        "skip_special_tokens": False,
    }
    return said | ({"stop": list(sampling.stop)} if sampling.stop else {})


def request(ask: Ask, said: dict[str, Any]) -> tuple[str, bytes]:
    """Path below `/v1` and body of one request."""
    if ask.messages is None:
        return "/completions", json.dumps(said | {"prompt": ask.prompt}).encode()
    messages = [{"role": role, "content": content} for role, content in ask.messages]
    return "/chat/completions", json.dumps(said | {"messages": messages}).encode()


def reply(ask: Ask, sampling: Sampling, body: bytes, engine: str) -> Reply:
    """The response in the body of a 200. Raises NotWhole."""
    try:
        found = json.loads(body)
        choice, usage = found["choices"][0], found["usage"]
        message = choice if ask.messages is None else choice["message"]
        text = message["text" if ask.messages is None else "content"]
        reasoning = message.get("reasoning") or message.get("reasoning_content")
        finish_reason, tokens = choice["finish_reason"], int(usage["completion_tokens"])
        if (text is None and reasoning is None) or finish_reason in (None, "abort", "error"):
            raise NotWhole(f"finish_reason {finish_reason!r}, text {text!r:.80}")
        stopped_by = choice.get("stop_reason") or choice.get("matched_stop")  # vLLM and SGLang; a number is a token
        text = str(text or "")
        if stopped_by in sampling.stop and not text.endswith(stopped_by):
            text += stopped_by
        return Reply(ask, text, reasoning, str(finish_reason), int(usage["prompt_tokens"]), tokens, engine)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        shown = body[:200].decode(errors="replace")
        raise NotWhole(f"an answer that is not whole ({type(error).__name__}): {shown!r}") from error


def said_in(body: bytes) -> str:
    """What an engine says in a body that is no answer: its error's message if it has one, on one line."""
    text = body.decode(errors="replace")
    try:
        found = json.loads(text)
        error = found.get("error", found)
        text = str(error.get("message", error) if isinstance(error, dict) else error)
    except (ValueError, AttributeError):
        pass
    return " ".join(text.split())[:500]

"""What an engine is sent and what it answers: OpenAI's completions and chat. Opens no connection."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yarl import URL

from thoughtmill.engine.answer import Broken, parse

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
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What only some dialects have a field for, such as `top_k`; a server without is not asked."""
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Further fields, sent as they stand."""


@dataclass(frozen=True, slots=True)
class Completion:
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
    key_variable: str = "THOUGHTMILL_ENGINE_KEY"
    """Where its key comes from."""

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
    def name(self) -> str:
        """Which engine it is, among those of all machines: host and port, this machine by its own name."""
        return f"{socket.gethostname()}:{URL(self.url).port}" if self.is_here else self.host

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


def reply(ask: Ask, sampling: Sampling, body: bytes, engine: str) -> Completion:
    """The response in the body of a 200. Raises Broken.

    A stop string that the server took away is put back where the server names it; elsewhere nobody can know whether
    the text ended with it or by itself.
    """
    found = parse(body)
    choice = found.choices[0]
    text, reasoning = choice.written
    if (text is None and reasoning is None) or choice.finish_reason in (None, "abort", "error"):
        raise Broken(f"finish_reason {choice.finish_reason!r}, text {text!r:.80}")
    text = text or ""
    if choice.stopped_by in sampling.stop and not text.endswith(choice.stopped_by):
        text += choice.stopped_by
    usage = found.usage
    return Completion(ask, text, reasoning, choice.finish_reason, usage.prompt_tokens, usage.completion_tokens, engine)

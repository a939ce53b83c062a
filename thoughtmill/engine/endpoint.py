"""An engine as it is named, by a teacher's endpoint or by the worker's environment, and whether it is the right one."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from thoughtmill.engine.answer import said_in
from thoughtmill.engine.dialects import HOSTED, listed, must_fit, served, told_by
from thoughtmill.engine.http import PASSING, SHORT, WRONG_KEY, elsewhere, read_models, session, told, wrong_key
from thoughtmill.engine.protocol import Address, Sampling
from thoughtmill.errors import EngineError, EngineUnavailable
from thoughtmill.teacher import Teacher


@dataclass(frozen=True, repr=False)
class Engine(Address):
    """An engine that can be asked, at one URL or at several that serve the same model."""

    also: tuple[str, ...] = ()
    """Further URLs; the limits below are those of each."""
    dialect: str = "auto"
    router: bool | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    connect_timeout_s: float = 30
    patience_s: float | None = None
    """None: as long as an answer may take, `stall_s`."""

    @property
    def addresses(self) -> tuple[Address, ...]:
        """One a URL."""
        return tuple(Address(url, self.model, self.key, self.key_variable) for url in (self.url, *self.also))

    def has_many(self, dialect: str) -> bool:
        """Whether many machines are behind a URL: the death of one is neither that of all nor a question's fault."""
        return dialect in HOSTED if self.router is None else self.router

    async def check(self, sampling: Sampling | None = None) -> None:
        """Raises EngineError if key or model are wrong or `sampling` does not fit; EngineUnavailable if none answers.

        Of several URLs those count that answer.
        """
        away: list[EngineUnavailable] = []
        for address in self.addresses:
            try:
                await self._check(address, sampling)
            except EngineUnavailable as error:
                away.append(error)
        if len(away) == len(self.addresses):
            raise away[0]

    async def _check(self, address: Address, sampling: Sampling | None) -> None:
        status, body = await _models(address, self.connect_timeout_s)
        models = listed(body) if status == 200 else None
        if models is None and self.dialect not in HOSTED:
            found = f"HTTP {status} from {address.shown}/models: {said_in(body)[:200]}"
            raise EngineError("a list of models", found, "name the /v1 of an OpenAI-compatible server")
        dialect = told_by(address, models) if self.dialect == "auto" else self.dialect
        if models is not None and dialect not in HOSTED and self.model not in served(models):
            found = f"{address.shown} serves {', '.join(served(models))[:500] or 'nothing'}"
            todo = "name another engine, serve that model there (vLLM: --served-model-name), or name its model"
            raise EngineError(f"an engine that serves {self.model}", found, todo)
        if sampling is not None:
            must_fit(address, dialect, models, sampling)


async def _models(address: Address, connect_s: float) -> tuple[int, bytes]:
    """What /models says. Raises EngineError, EngineUnavailable."""
    try:
        async with (
            session(address, connect_s) as connected,
            connected.get(f"{address.url}/models", timeout=SHORT, allow_redirects=False) as answer,
        ):
            status, body = answer.status, await read_models(answer)
    except ValueError as error:  # aiohttp's InvalidURL
        raise EngineError("a URL like http://127.0.0.1:8000/v1", address.shown, "mend it") from error
    except (aiohttp.ClientError, OSError) as error:
        raise EngineUnavailable(f"an engine at {address.shown}", told(error), "start it, or mend its URL") from error
    if status in WRONG_KEY:
        raise wrong_key(address, status)
    if 300 <= status < 400:
        raise elsewhere(address, status, answer)
    if status in PASSING:
        raise EngineUnavailable(f"{address.shown}/models to answer", f"HTTP {status}: {said_in(body)}", "wait for it")
    return status, body


def from_environment(model: str) -> Engine | None:
    """The engine that THOUGHTMILL_ENGINE_URL and THOUGHTMILL_ENGINE_KEY name; None if no URL is set."""
    url = os.environ.get("THOUGHTMILL_ENGINE_URL", "").strip().rstrip("/")
    return engine_at(url, model, "THOUGHTMILL_ENGINE_URL") if url else None


def engine_at(url: str, model: str, called: str = "an engine's URL") -> Engine:
    """The engine at a URL that a person named, with the key of THOUGHTMILL_ENGINE_KEY. Raises EngineError."""
    if not url.startswith(("http://", "https://")):
        raise EngineError(f"{called} like http://127.0.0.1:8000/v1", repr(url), "mend it")
    return Engine(url.rstrip("/"), model, os.environ.get("THOUGHTMILL_ENGINE_KEY") or None, router=False)


def of_endpoint(teacher: Teacher, environment: Mapping[str, str] = os.environ) -> Engine | None:
    """The engine that a teacher's endpoint names, with its key from the environment; None if it has no endpoint."""
    named = teacher.endpoint
    if named is None:
        return None
    key = environment.get(named.key_variable, "").strip() if named.key_variable else None
    if named.key_variable and not key:
        todo = f"set {named.key_variable} where the worker runs; a campaign names the variable, never the key"
        raise EngineError(f"the key for {named.urls[0]}", f"no variable {named.key_variable}", todo)
    aside: dict[str, Any] = named.model_dump(exclude={"url", "key_variable"})
    called = {"key_variable": named.key_variable} if named.key_variable else {}
    return Engine(named.urls[0], teacher.model, key, also=named.urls[1:], **called, **aside)


def sampling_of(teacher: Teacher) -> Sampling:
    """How a teacher's engine chooses tokens."""
    asked = teacher.temperature, teacher.top_p, teacher.max_tokens, teacher.stop
    return Sampling(*asked, teacher.sampling(), teacher.extra)

"""An engine that does what it is told: a real HTTP server for OpenAI's API, with answers, delays and faults to order.

In a thread of the test (`with scripted_engine(...) as engine`), or as a program of its own, which can be killed:
`python tests/scripted_engine.py --port 8123 --answers demo`. By default it solves the demo's questions, and gets some
wrong, by a hash of prompt and try. What it was asked is counted in `engine.seen`. It says that it is vLLM, or whose
`dialect` it speaks; a `strict` one refuses what that dialect has no field for.
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from thoughtmill.engine.client import Engine


@dataclass(frozen=True)
class Text:
    """A whole answer, after `delay_s`."""

    text: str
    delay_s: float = 0
    finish_reason: str = "stop"
    reasoning: str | None = None
    stop_reason: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Status:
    """An error status with a message."""

    code: int
    message: str = "told to"
    headers: dict[str, str] = field(default_factory=dict)
    code_said: str = ""


@dataclass(frozen=True)
class Hang:
    """No answer, for `seconds`."""

    seconds: float = 3600


@dataclass(frozen=True)
class CutOff:
    """Headers that promise a whole body, half a body, and the end of the connection."""


@dataclass(frozen=True)
class HalfJson:
    """A 200 whose JSON stops in the middle."""


@dataclass(frozen=True)
class Empty:
    """A 200 with nothing in it."""


@dataclass(frozen=True)
class NoChoice:
    """A 200 with fewer choices than were asked for: none."""


@dataclass(frozen=True)
class Nonsense:
    """A 200 that is no JSON at all."""


@dataclass(frozen=True)
class Raw:
    """A body as it stands, with its status and headers; `endless` repeats it until the other side hangs up."""

    body: bytes
    code: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bool = False


@dataclass(frozen=True)
class Die:
    """The engine dies: every connection is closed, nothing listens for `seconds`."""

    seconds: float = 0.8


Act = Text | Status | Hang | CutOff | HalfJson | Empty | NoChoice | Nonsense | Raw | Die
FAULTS: dict[str, Act] = {
    "408": Status(408),
    "425": Status(425),
    "429": Status(429, headers={"Retry-After": "0"}),
    "500": Status(500),
    "502": Status(502),
    "503": Status(503),
    "504": Status(504),
    "cut connection": CutOff(),
    "cut JSON": HalfJson(),
    "empty 200": Empty(),
    "fewer choices": NoChoice(),
    "nonsense": Nonsense(),
    "given up": Text("half of it", finish_reason="abort"),
}
"""What an engine may answer instead, and what passes when it is asked again."""

Answers = Callable[[str, int], Act | str]
"""(the last user turn or the prompt, how often it was asked before) → what to do."""


@dataclass
class Seen:
    """What was asked of the engine."""

    requests: int = 0
    answered: int = 0
    most_in_flight: int = 0
    in_flight: int = 0
    deaths: int = 0
    health: int = 0
    crowded: int = 0
    times: list[float] = field(default_factory=list[float])
    prompts: Counter[str] = field(default_factory=Counter)
    last_body: dict[str, Any] = field(default_factory=dict)


class ScriptedEngine:
    """The server. `url` is its /v1; it lives from `start` to `stop`, and `die` closes everything at once."""

    def __init__(
        self,
        answers: Answers,
        model: str = "scripted",
        key: str | None = None,
        slots: int = 0,
        port: int = 0,
        strict: bool = False,
        dialect: str = "",
        max_model_len: int | None = None,
    ) -> None:
        self.answers, self.model, self.key, self.port, self.strict = answers, model, key, port, strict
        self.dialect, self.max_model_len = dialect or ("plain" if strict else "vllm"), max_model_len
        self.seen = Seen()
        self.metrics = 0.0
        self.room = 10**9
        """With more in flight it answers 429."""
        self._slots = asyncio.Semaphore(slots) if slots else None
        self._runner: web.AppRunner | None = None
        self.dying: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def engine(self) -> Engine:
        return Engine(self.url, self.model, self.key)

    async def start(self) -> None:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/v1/completions", self._complete)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            runner, self._runner = self._runner, None
            for connection in list(runner.server.connections if runner.server else ()):
                if connection.transport:
                    connection.transport.abort()
            await runner.cleanup()

    async def die(self, seconds: float) -> None:
        """Close everything; live again after a while, as a supervised engine does."""
        if self._runner:
            self.seen.deaths += 1
            await self.stop()
            await asyncio.sleep(seconds)
            await self.start()

    async def _health(self, _: web.Request) -> web.Response:
        self.seen.health += 1
        return web.Response()

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(text=f'vllm:generation_tokens_total{{model_name="{self.model}"}} {self.metrics}\n')

    def _allowed(self, request: web.Request) -> bool:
        return self.key is None or request.headers.get("Authorization") == f"Bearer {self.key}"

    async def _models(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"error": "Unauthorized"}, status=401)
        owner = {"plain": "somebody", "openai": "system"}.get(self.dialect, self.dialect)
        model: dict[str, Any] = {"id": self.model, "object": "model", "owned_by": owner}
        if self.max_model_len:
            model["max_model_len"] = self.max_model_len
        return web.json_response({"object": "list", "data": [model]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        if not self._allowed(request):
            return web.json_response({"error": "Unauthorized"}, status=401)
        body = await request.json()
        if body.get("model") != self.model:
            message = f"The model `{body.get('model')}` does not exist."
            return web.json_response({"error": {"message": message, "code": 404}}, status=404)
        if self.strict and (unknown := sorted(set(body) - FIELDS[self.dialect])):
            return web.json_response({"error": {"message": f"Unrecognized request argument: {unknown}"}}, status=400)
        prompt = body["messages"][-1]["content"] if "messages" in body else body["prompt"]
        seen = self.seen
        seen.times.append(asyncio.get_running_loop().time())
        if seen.in_flight >= self.room:
            seen.crowded += 1
            return web.json_response({"error": {"message": "too many requests"}}, status=429)
        asked_before = seen.prompts[prompt]
        seen.requests += 1
        seen.prompts[prompt] += 1
        seen.last_body = body
        seen.in_flight += 1
        seen.most_in_flight = max(seen.most_in_flight, seen.in_flight)
        try:
            if self._slots is None:
                return await self._act(request, body, self.answers(prompt, asked_before))
            async with self._slots:
                return await self._act(request, body, self.answers(prompt, asked_before))
        finally:
            seen.in_flight -= 1

    async def _act(self, request: web.Request, body: dict[str, Any], act: Act | str) -> web.StreamResponse:
        act = Text(act) if isinstance(act, str) else act
        match act:
            case Text():
                await asyncio.sleep(act.delay_s)
                self.seen.answered += 1
                return web.json_response(completion(body, act, self.dialect), headers=act.headers)
            case Status():
                said = {"error": {"message": act.message, "code": act.code_said or act.code}}
                return web.json_response(said, status=act.code, headers=act.headers)
            case Hang():
                await asyncio.sleep(act.seconds)
                return web.Response(status=500)
            case CutOff():
                answer = web.StreamResponse(headers={"Content-Length": "100000"})
                await answer.prepare(request)
                await answer.write(b'{"choices": [')
                assert request.transport
                request.transport.abort()
                return answer
            case HalfJson():
                whole = json.dumps(completion(body, Text("<think>a</think><answer>b</answer>")))
                return web.Response(text=whole[: len(whole) // 2], content_type="application/json")
            case Empty():
                return web.Response()
            case NoChoice():
                return web.json_response(completion(body, Text("")) | {"choices": []})
            case Nonsense():
                return web.Response(text="<html>It works!</html>", content_type="text/html")
            case Raw():
                return await self._send(request, act)
            case Die():
                self.dying = asyncio.get_running_loop().create_task(self.die(act.seconds))
                await asyncio.sleep(60)
                return web.Response(status=500)

    async def _send(self, request: web.Request, act: Raw) -> web.StreamResponse:
        answer = web.StreamResponse(status=act.code, headers={"Content-Type": "application/json", **act.headers})
        await answer.prepare(request)
        await answer.write(act.body)
        while act.endless:
            await answer.write(act.body)
        await answer.write_eof()
        return answer


STANDARD = {"model", "temperature", "top_p", "stop", "messages", "prompt", "presence_penalty", "reasoning_effort"}
"""Of the fields that OpenAI's API knows, those that we have a use for; how it calls the limit depends."""

SAMPLERS = STANDARD | {"max_tokens", "skip_special_tokens", "top_k", "min_p", "repetition_penalty"}
FIELDS = {
    "openai": STANDARD | {"max_completion_tokens"},
    "plain": STANDARD | {"max_tokens"},
    "sglang": SAMPLERS | {"chat_template_kwargs", "separate_reasoning"},
    "vllm": SAMPLERS | {"chat_template_kwargs", "thinking_token_budget", "repetition_detection"},
}
"""What a strict server of each dialect takes: OpenAI's as its models that reason do."""


def completion(body: dict[str, Any], act: Text, dialect: str = "vllm") -> dict[str, Any]:
    """The body of a 200, cut at the first stop string; vLLM and SGLang say at which, others don't."""
    text, stopped_by = act.text, act.stop_reason
    for stop in body.get("stop", []):
        if stop in text:
            end = text.index(stop) + (len(stop) if body.get("include_stop_str_in_output") else 0)
            text, stopped_by = text[:end], stop
    choice: dict[str, Any] = {"index": 0, "finish_reason": act.finish_reason}
    if dialect in ("vllm", "sglang"):
        choice["stop_reason" if dialect == "vllm" else "matched_stop"] = stopped_by
    if "messages" in body:
        choice["message"] = {"role": "assistant", "content": text, "reasoning": act.reasoning}
        prompt_tokens = sum(len(turn["content"].split()) for turn in body["messages"])
    else:
        choice["text"] = text
        prompt_tokens = len(body["prompt"].split())
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": len(text.split()) + 1}
    return {"id": "scripted", "object": "completion", "model": body["model"], "choices": [choice], "usage": usage}


def demo_answer(prompt: str, asked_before: int, wrong: float = 0.25, broken: float = 0.08) -> str:
    """Right for most of the demo's questions; wrong or out of form for a share, by a hash of prompt and try."""
    luck = int(hashlib.sha256(f"{prompt} {asked_before}".encode()).hexdigest()[:8], 16) / 2**32
    thought, answer = solve(prompt)
    if answer is None:
        return f"Here is a short line about it, number {asked_before + 1}."
    if luck < broken:
        return f"{thought} So it is {answer}."
    if luck < broken + wrong:
        answer = str(int(answer) + 1) if answer.isdigit() else f"not {answer}"
    return f"<think>{thought} This is try {asked_before + 1}.</think><answer>{answer}</answer>"


def solve(prompt: str) -> tuple[str, str | None]:
    """A thought and the right answer to a question of the demo's families or a sum; None where nothing is asked."""
    numbers = [int(number) for number in re.findall(r"\d+", prompt)]
    listed = re.search(r"(first|last) in this list: (.*)\?", prompt)
    taller = re.match(r"(\w+) is taller than \w+\. \w+ is taller than (\w+)\. Who is the (tallest|shortest)\?", prompt)
    if listed:
        words = listed.group(2).split(", ")
        return f"The {listed.group(1)} word counts.", words[0] if listed.group(1) == "first" else words[-1]
    if taller:
        return "They stand in a row.", taller.group(1) if taller.group(3) == "tallest" else taller.group(2)
    if len(numbers) == 1 and "after" in prompt:
        return f"After {numbers[0]} comes the next.", str(numbers[0] + 1)
    if len(numbers) == 1 and "before" in prompt:
        return f"Before {numbers[0]} comes the last.", str(numbers[0] - 1)
    if len(numbers) < 2:
        return "", None
    a, b = numbers[:2]
    return (f"{a} - {b} = {a - b}.", str(a - b)) if f"{a} - {b}" in prompt else (f"{a} + {b} = {a + b}.", str(a + b))


@contextmanager
def scripted_engine(
    answers: Answers = demo_answer,
    *,
    model: str = "scripted",
    key: str | None = None,
    slots: int = 0,
    strict: bool = False,
    dialect: str = "",
    max_model_len: int | None = None,
) -> Iterator[ScriptedEngine]:
    """An engine in a thread of this program, on a free loopback port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def make() -> ScriptedEngine:
        made = ScriptedEngine(answers, model, key, slots, 0, strict, dialect, max_model_len)
        await made.start()
        return made

    engine = asyncio.run_coroutine_threadsafe(make(), loop).result(10)
    try:
        yield engine
    finally:
        asyncio.run_coroutine_threadsafe(engine.stop(), loop).result(10)
        if engine.dying:
            loop.call_soon_threadsafe(engine.dying.cancel)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def slow_at_first(requests: int, answers: Answers, seconds: float = 0.5) -> Answers:
    """The first requests take long enough to be in flight together, however busy the machine is."""
    left = iter(range(requests))

    def answer(prompt: str, asked_before: int) -> Act | str:
        act = answers(prompt, asked_before)
        return Text(act, seconds) if isinstance(act, str) and next(left, None) is not None else act

    return answer


def play(script: list[Act | str], then: Answers = demo_answer) -> Answers:
    """The acts in order, whatever is asked; after the last one `then`."""
    rest = iter(script)
    return lambda prompt, asked_before: next(rest, None) or then(prompt, asked_before)


def main() -> None:
    """The engine as a program of its own."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--model", default="scripted")
    parser.add_argument("--key", default=os.environ.get("VLLM_API_KEY"))
    parser.add_argument("--slots", type=int, default=0, help="requests worked on at once; 0: all")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds an answer takes")
    parser.add_argument("--chars", type=int, default=0, help="at least so many characters an answer")
    parser.add_argument("--script", type=Path, help='JSON: {"prompt": ["answer", {"status": 500}, "die", …]}')
    told = parser.parse_args()
    script: dict[str, list[Any]] = json.loads(told.script.read_text()) if told.script else {}

    def answers(prompt: str, asked_before: int) -> Act | str:
        acts = script.get(prompt, [])
        act = acts[asked_before] if asked_before < len(acts) else None
        if isinstance(act, dict):
            return Status(act["status"])
        if act in FAULTS:
            return FAULTS[act]
        if act == "die":
            os._exit(1)
        text = act or demo_answer(prompt, asked_before)
        if len(text) < told.chars:
            text += " x" * ((told.chars - len(text)) // 2)
        return Text(text, told.delay)

    async def serve() -> None:
        engine = ScriptedEngine(answers, told.model, told.key, told.slots, told.port)
        await engine.start()
        print(engine.url, flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    main()

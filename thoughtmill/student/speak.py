"""A student answers one question, and is heard while it writes: by transformers, or through an engine."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp

from thoughtmill.engine.answer import Broken, parse
from thoughtmill.engine.endpoint import Engine
from thoughtmill.engine.http import read_some, session
from thoughtmill.engine.vllm_server import number_format
from thoughtmill.errors import CommandError, EngineError, EngineUnavailable

Say = Callable[[str], None]


def speak(folder: Path, question: str, max_tokens: int, temperature: float | None, say: Say) -> str:
    """The answer of the model in `folder`, told piece by piece to `say`. It samples as its generation config says.

    temperature: instead of the model's own; 0 takes the likeliest token. Raises CommandError without transformers.
    """
    try:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as error:
        todo = "pip install 'thoughtmill[train]', or ask an engine: --engine, --url http://…/v1"
        raise CommandError("torch and transformers", str(error), todo) from error
    tokenizer: Any = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
    has_gpu = torch.cuda.is_available()
    kind = torch.bfloat16 if has_gpu or number_format() == "bfloat16" else torch.float32
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=kind, trust_remote_code=False)
    model.to("cuda" if has_gpu else "cpu")
    messages = [{"role": "user", "content": question}]
    prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    asked = tokenizer(prompt, add_special_tokens=False, return_tensors="pt").to(model.device)
    sampling: dict[str, Any] = {"max_new_tokens": max_tokens}
    if temperature is not None:
        sampling |= {"do_sample": temperature > 0} | ({"temperature": temperature} if temperature > 0 else {})
    said: list[str] = []

    def hear(text: str) -> None:
        said.append(text)
        say(text)

    with torch.inference_mode():
        model.generate(**asked, **sampling, streamer=_streamer(tokenizer, hear))
    return "".join(said)


def _streamer(tokenizer: Any, hear: Say) -> Any:
    """transformers' streamer, which tells whole characters; the end token is not told."""
    from transformers import TextStreamer

    class Hearing(TextStreamer):
        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:  # noqa: ARG002  # its shape
            if text:
                hear(text)

    return Hearing(tokenizer, skip_prompt=True, skip_special_tokens=True, clean_up_tokenization_spaces=False)


async def answer_of(engine: Engine, question: str, max_tokens: int, temperature: float | None, say: Say) -> str:
    """As `speak`, of the model that an engine serves, in the chat template that it has. Raises EngineError."""
    body: dict[str, Any] = {
        "model": engine.model,
        "messages": [{"role": "user", "content": question}],
        "max_tokens": max_tokens,
        "stream": True,
    }
    if temperature is not None:
        body["temperature"] = temperature
    said: list[str] = []
    try:
        async with (
            session(engine) as connected,
            connected.post(f"{engine.url}/chat/completions", data=json.dumps(body), allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                told = (await read_some(answer)).decode(errors="replace")[:300]
                raise EngineError("an answer", f"HTTP {answer.status} from {engine.shown}: {told}", "see its log")
            async for text in _pieces(answer):
                said.append(text)
                say(text)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise EngineUnavailable(f"an answer of {engine.shown}", str(error)[:300], "start it, or ask again") from error
    return "".join(said)


async def _pieces(answer: aiohttp.ClientResponse) -> AsyncIterator[str]:
    """The texts of a stream of events; of a server that does not stream, the whole."""
    if "event-stream" not in answer.headers.get("Content-Type", ""):
        try:
            yield parse(await answer.read()).choices[0].written[0] or ""
        except Broken as error:
            raise ValueError(str(error)) from error
        return
    async for line in answer.content:
        event = line.decode().strip().removeprefix("data:").strip()
        if event and event != "[DONE]":
            found = json.loads(event)
            delta = found["choices"][0].get("delta") or {} if found.get("choices") else {}
            if text := (delta.get("content") or ""):
                yield text

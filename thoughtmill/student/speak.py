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
from thoughtmill.template import ANSWER_END

Say = Callable[[str], None]
MOST_TOKENS = 2048
"""Of an answer, as of an evaluation, where neither a person nor the student's folder says less."""
BLANK_LINES, BLANKS = 40, 400
"""So many of them at the end of a text, and nothing else will come."""


def most_tokens(folder: Path) -> int:
    """How long an answer of the model in `folder` may be: what it was trained on, at most MOST_TOKENS."""
    try:
        said = json.loads((folder / "generation_config.json").read_text(encoding="utf-8")).get("max_new_tokens")
    except (OSError, ValueError, AttributeError):
        said = None
    return min(said, MOST_TOKENS) if isinstance(said, int) and said > 0 else MOST_TOKENS


def ended_for(text: str) -> str | None:
    """Why a text that is being written is heard no further; None while it may still come to be in form."""
    after = text.rpartition(ANSWER_END)[2] if ANSWER_END in text else ""
    if after.strip():
        return f"it went on after {ANSWER_END}"
    blank = text[len(text.rstrip()) :]
    return "nothing but blanks came" if blank.count("\n") >= BLANK_LINES or len(blank) >= BLANKS else None


def speak(folder: Path, question: str, max_tokens: int, temperature: float | None, say: Say) -> str:
    """The answer of the model in `folder`, told piece by piece to `say`. It samples as its generation config says.

    It is heard until its end token, `max_tokens`, or what `ended_for` says.
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
        model.generate(**asked, **sampling, streamer=_streamer(tokenizer, hear), stopping_criteria=[_ended(said)])
    return "".join(said)


def _ended(said: list[str]) -> Any:
    """transformers' criterion: what was told so far is heard no further."""
    import torch
    from transformers import StoppingCriteria

    class Ended(StoppingCriteria):
        def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:  # noqa: ARG002  # its shape
            return torch.full((input_ids.shape[0],), ended_for("".join(said)) is not None, device=input_ids.device)

    return Ended()


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
                if ended_for("".join(said)):
                    break
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

"""What somebody else wrote as a trace: an engine's answer, an imported row. Typed and limited, or broken; never mended.

Whatever passes can be stored and counted: text is UTF-8, numbers are whole and fit the columns.
"""

import zlib
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

ERROR_BYTES = 2**16
"""So much is read of what an engine answers besides traces: errors, its list of models."""

TEXT_CHARS = 2**24
"""No thought of a model is longer; a row that is has lost its line breaks."""

_BYTES_A_TOKEN = 512
"""No vocabulary has a token this long, even with every character escaped."""


class Broken(Exception):
    """Something that is no whole trace. `reason` is one word: `not_utf8`, `too_long`, `bad_tokens` and the like."""

    def __init__(self, said: str, reason: str = "broken") -> None:
        super().__init__(said)
        self.reason = reason


def _utf8(text: str) -> str:
    text.encode()  # a lone surrogate has no UTF-8; its error is a ValueError
    return text


Text = Annotated[str, Field(max_length=TEXT_CHARS), AfterValidator(_utf8)]
Word = Annotated[str, Field(max_length=100), AfterValidator(_utf8)]
Tokens = Annotated[int, Field(ge=0, lt=2**31)]


class _Outside(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Row(_Outside):
    """What an imported row says of its trace."""

    prompt: Text
    response: Text
    reasoning: Text | None = None
    finish_reason: Word | None = None
    tokens: Tokens | None = None


class _Message(_Outside):
    content: Text | None = None
    reasoning: Text | None = None
    reasoning_content: Text | None = None


class Choice(_Outside):
    """One choice of completions (`text`) or chat (`message`). `stop_reason` is vLLM's, `matched_stop` SGLang's."""

    text: Text | None = None
    message: _Message | None = None
    finish_reason: Word | None = None
    stop_reason: Any = None
    matched_stop: Any = None

    @property
    def written(self) -> tuple[str | None, str | None]:
        """Text and reasoning."""
        if self.message is None:
            return self.text, None
        return self.message.content, self.message.reasoning or self.message.reasoning_content

    @property
    def stopped_by(self) -> Any:
        """What the engine names as the end: a string, a token's number, or nothing."""
        return self.stop_reason or self.matched_stop


class Usage(_Outside):
    """The engine's count."""

    prompt_tokens: Tokens
    completion_tokens: Tokens


class Answer(_Outside):
    """The body of a 200."""

    choices: Annotated[list[Choice], Field(min_length=1)]
    usage: Usage


def parse(body: bytes) -> Answer:
    """The answer in a body. Raises Broken."""
    try:
        return Answer.model_validate_json(body)
    except ValidationError as error:
        shown = body[:200].decode(errors="replace")
        raise Broken(f"an answer that is not whole ({_first(error)[1]}): {shown!r}") from error


def parse_row(values: dict[str, Any]) -> Row:
    """The trace in an imported row. Raises Broken, with the reason why it is kept aside."""
    try:
        return Row.model_validate(values)
    except ValidationError as error:
        reason, said = _first(error)
        raise Broken(said, reason) from error


def _first(error: ValidationError) -> tuple[str, str]:
    """The first fault, as a reason and as a sentence."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(key) for key in fault["loc"])
    named = {"value_error": "not_utf8", "string_unicode": "not_utf8", "string_too_long": "too_long"}
    return named.get(fault["type"], f"bad_{where}"), f"{where}: {fault['msg']}" if where else fault["msg"]


def longest(max_tokens: int) -> int:
    """The bytes that an answer of so many tokens can have."""
    return 2**20 + max_tokens * _BYTES_A_TOKEN


def unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """A body as it was before it was compressed, at most `limit` bytes. Raises Broken.

    Nobody is asked to compress; some proxies do it all the same.
    """
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "deflate"):
        raise Broken(f"an answer in a coding that was not asked for, {encoding[:40]!r}")
    packed = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        whole = packed.decompress(body, limit + 1)
    except zlib.error as error:
        raise Broken(f"an answer that can't be unpacked: {error}") from error
    if len(whole) > limit:
        raise Broken(f"an answer of more than {limit:,} bytes")
    if not packed.eof:
        raise Broken("an answer that is packed and cut")
    return whole


def said_in(body: bytes) -> str:
    """What an engine says in a body that is no answer: its error's message if it has one, on one line."""
    try:
        found = from_json(body)
        error = found.get("error", found)
        return one_line(str(error.get("message", error) if isinstance(error, dict) else error))
    except (ValueError, AttributeError):
        return one_line(body.decode(errors="replace"))


def one_line(said: str) -> str:
    """A message for people, of 500 characters at most, that can be stored."""
    return " ".join(said[:5_000].encode(errors="replace").decode().split())[:500]

"""Names made from content: the same content has the same name, everywhere and for ever."""

import hashlib
import json
from typing import Any


def content_id(content: Any, length: int = 16) -> str:
    """`length` hex digits of the sha256 of the canonical JSON of `content` (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:length]


def text_hash(text: str) -> str:
    """16 hex digits of the sha256 of `text` in UTF-8; what verdicts carry instead of the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

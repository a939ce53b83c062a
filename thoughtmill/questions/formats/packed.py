"""A text that a set packed by pickle, zlib and base64: read without unpickling, so nothing in it is ever run."""

import base64
import binascii
import pickletools
import zlib

MAX_BYTES = 100_000_000
"""Of what is unpacked."""
_AROUND = {"PROTO", "FRAME", "MEMOIZE", "BINPUT", "LONG_BINPUT", "PUT", "STOP"}
_TEXT = {"UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"}


def unpacked(text: str) -> str:
    """The one string in there. Raises ValueError if there is anything else, or more than 100 MB."""
    try:
        packed = base64.b64decode(text, validate=True)
        inflating = zlib.decompressobj()
        raw = inflating.decompress(packed, MAX_BYTES)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(f"not base64 of zlib: {error}") from error
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError(f"more than {MAX_BYTES:,} bytes, or cut off")
    found: list[str] = []
    for code, argument, _ in pickletools.genops(raw):
        if code.name in _TEXT and isinstance(argument, str):
            found.append(argument)
        elif code.name not in _AROUND:
            raise ValueError(f"a pickle of more than a text: {code.name}")
    if len(found) != 1:
        raise ValueError(f"a pickle of {len(found)} texts")
    return found[0]

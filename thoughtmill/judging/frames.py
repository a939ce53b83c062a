"""How `workers.py` and `worker.py` speak: frames of a kind, a length and a content."""

import struct
from typing import IO, Protocol

import pyarrow as pa

ORDER, TABLE, DONE, VERDICTS, BROKE, FAILED = b"O", b"T", b"D", b"V", b"B", b"F"
"""What to do (JSON), rows to do it with (Arrow), one trace done, all verdicts (Arrow), what a trace raised (JSON: its
row, null if unknown, and the error), why nothing can be judged (JSON)."""

_HEAD = struct.Struct("!cI")


class Readable(Protocol):
    """What frames are read from."""

    def read(self, size: int, /) -> bytes:
        """So many bytes, less at the end."""
        ...


def send(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    """Write one frame, at most 4 GB."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: Readable) -> tuple[bytes, bytes] | None:
    """The next frame; None at the end, also in the middle of a frame: then the other side has died."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    content = stream.read(length)
    return (kind, content) if len(content) == length else None


def from_table(table: pa.Table) -> bytes:
    """Rows as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def as_table(content: bytes) -> pa.Table:
    """Rows from an Arrow stream."""
    with pa.ipc.open_stream(content) as reader:
        return reader.read_all()

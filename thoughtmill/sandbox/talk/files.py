"""Files of either side: before a call the program is given what the tests have written, behind it they what it has."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

ROOM = "/tmp"  # noqa: S108  # the sandbox's own, where either side is at its start
MAX_BYTES = 2**20
"""Of what one side finds there, all files together."""


class Files:
    """What lies in the room of this side, and what the other one knows of it: names of folders end with a slash."""

    def __init__(self, room: str = ROOM) -> None:
        self.room, self.known = room, dict[str, bytes]()

    def changed(self) -> dict[str, Any]:
        """What to put into a message: files that the other side does not know as they are, None for those that went."""
        found, size = dict[str, bytes](), 0
        for name, content in self._found():
            found[name], size = content, size + len(content)
            if size > MAX_BYTES:
                return {"unsendable": "files of over a megabyte"}
        told: dict[str, str | None] = {name: None for name in sorted(self.known, reverse=True) if name not in found}
        told |= {name: content.hex() for name, content in found.items() if self.known.get(name) != content}
        self.known = found
        return {"files": told} if told else {}

    def take(self, message: dict[str, Any]) -> None:
        """Have what the other side has. Raises ValueError, TypeError, AttributeError for what can't be read."""
        for name, told in message.get("files", {}).items():
            place = os.path.join(self.room, name)
            with contextlib.suppress(OSError):  # what can't be written is missed where it is looked for
                if told is None:
                    self.known.pop(name, None)
                    (os.rmdir if name.endswith("/") else os.remove)(place)
                    continue
                self.known[name] = bytes.fromhex(told)
                if name.endswith("/"):
                    os.makedirs(place, exist_ok=True)
                    continue
                with open(place, "wb") as file:
                    file.write(self.known[name])

    def _found(self) -> Iterator[tuple[str, bytes]]:
        """Folders before what lies in them. What is no plain file, or can't be read, is left out."""
        for folder, folders, names in os.walk(self.room):
            within = f"{os.path.relpath(folder, self.room)}/".removeprefix("./")
            yield from ((f"{within}{name}/", b"") for name in folders if not os.path.islink(f"{folder}/{name}"))
            for name in names:
                place = f"{folder}/{name}"
                if os.path.isfile(place) and not os.path.islink(place):
                    with contextlib.suppress(OSError), open(place, "rb") as file:
                        yield f"{within}{name}", file.read(MAX_BYTES + 1)

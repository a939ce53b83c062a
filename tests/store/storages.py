"""Places that do not do what they say: network file systems, ended programs, disks that refuse."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import Folder, Listed, reported


class Refusing(Folder):
    """A folder in which one file can't be read: the disk says no."""

    def __init__(self, root: Path, path: str) -> None:
        super().__init__(root)
        self.refused = path

    def blocks(self, path: str) -> Iterator[bytes]:
        with reported(self.root / path, "read"):
            if path == self.refused:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        yield from super().blocks(path)


class Stale(Folder):
    """A folder whose listings do not show yet what begins like `hide`, and still show `ghosts`."""

    def __init__(self, root: Path, hide: tuple[str, ...] = (), ghosts: tuple[Listed, ...] = ()) -> None:
        super().__init__(root)
        self.hide, self.ghosts = hide, ghosts

    def listed(self, prefix: str) -> Iterator[Listed]:
        yield from (one for one in super().listed(prefix) if not one.path.startswith(self.hide))
        yield from (one for one in self.ghosts if one.path.startswith(prefix))


class Lying(Folder):
    """A folder whose creates succeed and say that they did not: an answer was lost, or the call was sent again."""

    def __init__(self, root: Path, *, raises: bool) -> None:
        super().__init__(root)
        self.raises = raises

    def create(self, path: str, content: bytes) -> bool:
        super().create(path, content)
        if self.raises and path.startswith(("commits/", "store.json")):
            raise StoreError(f"{path} written", "Input/output error", "mend that")
        return False


class Meanwhile(Folder):
    """A folder in which somebody does something right before the first record of a stage is made."""

    def __init__(self, root: Path, stage: str, does: Callable[[], object]) -> None:
        super().__init__(root)
        self.prefix, self.does = f"commits/{stage}/", [does]

    def create(self, path: str, content: bytes) -> bool:
        if path.startswith(self.prefix) and self.does:
            self.does.pop()()
        return super().create(path, content)


class Ended(Exception):
    """The program ends here."""


class Failing(Folder):
    """A folder whose n-th change never returns: what was asked is done, or not."""

    def __init__(self, root: Path, left: int, *, done: bool) -> None:
        super().__init__(root)
        self.left, self.done = left, done

    def _passes(self, call: Callable[..., Any], *given: Any) -> Any:
        self.left -= 1
        if self.left <= 0 and not self.done:
            raise Ended
        found = call(*given)
        if self.left <= 0:
            raise Ended
        return found

    def create(self, path: str, content: bytes) -> bool:
        return self._passes(super().create, path, content)

    def keep(self, path: str, draft: Path) -> None:
        self._passes(super().keep, path, draft)

    def settle(self, paths: list[str]) -> None:
        self._passes(super().settle, paths)

    def delete(self, path: str) -> None:
        self._passes(super().delete, path)

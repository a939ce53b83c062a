"""A training's checkpoints go to the store while it trains, and come back where its folder has none that is newer."""

import logging
import shutil
import threading
from pathlib import Path
from typing import Self

from thoughtmill.errors import StoreError
from thoughtmill.store.store import Store
from thoughtmill.store.stored_checkpoints import Ended, StoredCheckpoints
from thoughtmill.student import checkpoints

PROGRESS = "progress.jsonl"
"""Of a checkpoint in the store, beside its own files: the curve up to it."""


class Saving:
    """The checkpoints of one training: the newest whole one is uploaded beside the training, one at a time."""

    def __init__(self, store: Store, student: str, folder: Path, progress: Path, most: int) -> None:
        self.stored, self.folder, self.progress, self.most = StoredCheckpoints(store, student), folder, progress, most
        self._done, self._thread, self._ended = -1, None, threading.Event()
        self._damaged: set[str] = set()

    def restore(self) -> None:
        """Bring the newest checkpoint of the store into the training's folder, unless one there is as new.

        One that is damaged is passed over. Where none are to be kept there, none is taken: the training begins anew.
        Raises StoreError where the store can't be read.
        """
        for left in self.folder.glob(".saved-*"):
            shutil.rmtree(left)
        here = checkpoints.last_whole(self.folder)
        newest = checkpoints.step_of(here) if here else -1
        if not self.most:
            return
        half = self.folder / ".restored"
        for stored in self.stored.found():
            if stored.step <= newest:
                break
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True)
            if self.stored.fetch(stored, half) and checkpoints.is_whole(half):
                if (half / PROGRESS).exists():
                    (half / PROGRESS).replace(self.progress)
                half.rename(self.folder / f"checkpoint-{stored.step}")
                newest = stored.step
                break
            self._damaged.add(stored.path)
            logging.getLogger(__name__).warning("%s is not what was saved: passed over", stored.path)
        shutil.rmtree(half, ignore_errors=True)
        whole = {stored.step for stored in self.stored.found() if stored.path not in self._damaged}
        self._done = newest if newest in whole else -1

    def look(self) -> None:
        """Begin to save the newest checkpoint, if there is a new one and none is being saved."""
        if not self.most or (self._thread is not None and self._thread.is_alive()):
            return
        found = checkpoints.newest(self.folder)
        if found is not None and (step := checkpoints.step_of(found)) > self._done:
            self._done = step
            self._thread = threading.Thread(target=self._save, args=(found, step), daemon=True)
            self._thread.start()

    def _save(self, checkpoint: Path, step: int) -> None:
        """The trainer removes old checkpoints; by links of its own this one stays until it is saved."""
        held = self.folder / f".saved-{step}"
        shutil.rmtree(held, ignore_errors=True)
        try:
            shutil.copytree(checkpoint, held, copy_function=checkpoints.link)
            if not checkpoints.is_whole(held):
                return  # it was removed just now: a newer one is there
            if self.progress.exists():
                shutil.copyfile(self.progress, held / PROGRESS)
            self.stored.save(step, held, self._still)
            self.stored.keep_newest(self.most, self._damaged)
        except Ended:
            pass
        except (StoreError, OSError, shutil.Error) as error:
            logging.getLogger(__name__).warning("checkpoint %s was not saved in the store: %s", step, error)
        finally:
            shutil.rmtree(held, ignore_errors=True)

    def _still(self) -> None:
        if self._ended.is_set():
            raise Ended

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Saves no more after the file that is being written: this student is done, or the next run saves it again."""
        self._ended.set()
        if kind is None and self._thread is not None:
            self._thread.join()

"""`thoughtmill repair`: what is whole goes on, what is broken is set aside, what must be made again is said.

Nothing is ever deleted: what goes is copied to `aside/` first. A lost record that the journal holds is put back. What
takes away a record, a segment or `store.json` breaks the promise that the first create decides, on which programs that
work on the store rely: that is only done if somebody says that none does, and if nothing changed while we looked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from thoughtmill.errors import StoreError
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.places.transfer import settled_create
from thoughtmill.store.records.commits import Commit, now, sealed
from thoughtmill.store.records.faults import Fault, FaultKind, again, printable
from thoughtmill.store.records.identity import FORMAT, STORE_FILE
from thoughtmill.store.records.journal import Journal
from thoughtmill.store.records.relations import made_from, wrong_counts
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.aside import Aside
from thoughtmill.store.upkeep.check import Checked, Inspection, listing
from thoughtmill.store.upkeep.readings import file_fault
from thoughtmill.store.upkeep.whose import identified


class Deed(StrEnum):
    """What a repair does about a fault, or would do."""

    RESTORED = "restored"
    SET_ASIDE = "set aside"
    WRITTEN_ANEW = "written anew"
    LEFT = "left as it is"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of one piece: `paths` are the files that went or came; `again` how what is lost is made again."""

    deed: Deed
    fault: Fault
    paths: tuple[str, ...] = ()
    again: str = ""
    note: str = ""

    def __str__(self) -> str:
        lines = [f"{self.deed}: {printable((*self.paths, self.fault.path)[0])} ({self.fault.kind})"]
        if len(self.paths) > 1:
            lines.append(f"with it   {len(self.paths) - 1:,} files more")
        lines += [f"{word:<9} {printable(text)}" for word, text in (("why", self.note), ("now", self.again)) if text]
        return "\n  ".join(lines)


HARMLESS = {FaultKind.PART_DAMAGED, FaultKind.STRAY, FaultKind.RECORD_UNSEEN, FaultKind.STORE_LOST}
"""What is mended without taking away anything that a program at work may rely on."""

REFUSED = {FaultKind.UNLISTABLE, FaultKind.UNFINISHED_COPY, FaultKind.LATER_VERSION}
"""With these nothing is repaired: what would have to be known can't be seen, or isn't ours to judge."""


def repair(
    url: str,
    *,
    nothing_runs: bool = False,
    dry_run: bool = False,
    on_file: Callable[[Checked], None] | None = None,
) -> Iterator[Repaired]:
    """Check the store at `url` and mend it, fault by fault; with `dry_run` only say what would be done.

    nothing_runs: nobody works on the store. Without it records, segments and a wrong `store.json` stay, and wait.
    Raises StoreError if nothing can be repaired, or if something changed meanwhile. May be ended and started again.
    """
    return repair_store(*identified(url), nothing_runs=nothing_runs, dry_run=dry_run, on_file=on_file)


def repair_store(
    store: Store,
    whose: Fault | None = None,
    *,
    nothing_runs: bool = False,
    dry_run: bool = False,
    on_file: Callable[[Checked], None] | None = None,
) -> Iterator[Repaired]:
    """As `repair`, of a store whose id is known; `whose` is what is wrong with its `store.json`."""
    if nothing_runs and not dry_run:
        _expect_nobody(store)
    inspection = Inspection(store, on_file)
    faults = [*([whose] if whose else []), *inspection.faults()]
    for fault in faults:
        if fault.kind in REFUSED:
            raise fault.error()
    mending = _Mending(store, inspection, nothing_runs=nothing_runs, dry_run=dry_run)
    yield from mending.mend(faults)


def _expect_nobody(store: Store) -> None:
    """Raises StoreError if a lease tells that somebody works here after all; to know it may take half a minute."""
    for name, holder in Observer(store.storage).at_work().items():
        found = f"{holder.host} {holder.does} (lease {name})"
        raise StoreError("nobody at work on the store", found, "end it, then repair again")


class _Mending:
    """One repair: what was found, what is decided, what is done."""

    def __init__(self, store: Store, seen: Inspection, *, nothing_runs: bool, dry_run: bool) -> None:
        self.store, self.seen, self.nothing_runs, self.dry_run = store, seen, nothing_runs, dry_run
        self.aside = Aside.new(store.storage)
        self.gone: set[str] = set()
        self.restored: set[str] = set()
        self.journal_is_wrong = False

    def mend(self, faults: list[Fault]) -> Iterator[Repaired]:
        """Each thing done, in an order in which it may be ended at any moment."""
        of_shards: dict[str, Fault] = {}
        for fault in faults:
            if (name := self._shard_of(fault)) is not None:
                of_shards.setdefault(name, fault)
        harmful = [one for one in faults if one.kind not in HARMLESS and one.kind is not FaultKind.UNREADABLE]
        if self.nothing_runs and not self.dry_run and harmful:
            self._nothing_changed()
        for fault in faults:
            if fault.kind in (FaultKind.STORE_LOST, FaultKind.STORE_DAMAGED, FaultKind.STORE_REPLACED):
                yield self._store_json(fault)
        for name, fault in sorted(of_shards.items(), key=lambda one: _turn(one[1].kind)):
            if name not in self.gone:
                yield from self._shard(name, fault)
        for fault in faults:
            if fault.kind is FaultKind.PART_DAMAGED or (fault.kind is FaultKind.STRAY and not self._is_missed(fault)):
                yield self._set_aside([fault.path], fault, fault.found, "")
            elif fault.kind is FaultKind.PURGE_UNFINISHED:
                yield Repaired(Deed.LEFT, fault, note="only who purges removes text", again=fault.todo)
            elif fault.kind is FaultKind.UNREADABLE:
                yield Repaired(Deed.LEFT, fault, note=f"{fault.found}: nobody can tell what it holds", again=fault.todo)
        yield from self._journal(faults)

    def _shard_of(self, fault: Fault) -> str | None:
        """The shard whose record or file a fault is about."""
        kinds = FaultKind
        if fault.kind in (kinds.FILE_LOST, kinds.FILE_DAMAGED):
            return "/".join(fault.path.split("/")[1:3])
        of_records = (
            kinds.RECORD_LOST, kinds.RECORD_DAMAGED, kinds.RECORD_FOREIGN, kinds.RECORD_REPLACED,
            kinds.PARENTS_FORGED, kinds.COUNTS_WRONG,
        )  # fmt: skip
        return fault.path.removeprefix("commits/").removesuffix(".json") if fault.kind in of_records else None

    def _is_missed(self, stray: Fault) -> bool:
        """Whether it went with its shard, or is a file of the record that the journal holds: then that one is wrong."""
        parts = stray.path.split("/")
        name = "/".join(parts[1:3])
        if parts[0] != "shards" or name not in self.seen.records:
            return False
        held = self._held(name)
        return name in self.gone or (held is not None and stray.path in {file.path for file in held[0].files})

    def _nothing_changed(self) -> None:
        """Raises StoreError if a file came, went or grew since the check began: then something works on the store."""
        there, _ = listing(self.store.storage)
        differs = {path for path in {*there, *self.seen.listed} if there.get(path) != self.seen.listed.get(path)}
        if differs:
            found = f"{min(differs)!r} came, went or changed while the store was checked"
            raise StoreError("a store that nothing works on", found, "end what works on it, then repair again")

    def _store_json(self, fault: Fault) -> Repaired:
        content = sealed({"format": FORMAT, "store_id": self.store.store_id, "created_at": now()})

        def write() -> list[str]:
            if fault.kind is not FaultKind.STORE_LOST:
                self.aside.take([STORE_FILE], fault, "its place was needed for one that says whose the records are")
            settled_create(self.store.storage, STORE_FILE, content)
            return [STORE_FILE]

        return self._done(Deed.WRITTEN_ANEW, fault, [STORE_FILE], write)

    def _shard(self, name: str, fault: Fault) -> Iterator[Repaired]:
        """A shard with a fault: its record from the journal, if that makes it whole; else all of it is set aside."""
        held = self._held(name)
        lies = self.seen.commits.get(name)
        if fault.kind is FaultKind.RECORD_LOST and held is None and name not in made_from(self.seen.commits):
            return  # who named it was forged, and has been put right
        if fault.kind is FaultKind.COUNTS_WRONG and lies is not None and not self._still_counts_wrong(lies):
            return  # what it was compared with has been put right
        if held is not None and (fault.kind is FaultKind.RECORD_LOST or held[0] != lies):
            whole = self._is_whole(held[0])
            if whole is None:
                yield Repaired(Deed.LEFT, fault, note="its files can't be read now", again="check again later")
                return
            orphaned = name.startswith("verdicts/") and self.gone.intersection(held[0].parents)
            if whole and not orphaned:
                self.seen.commits[name] = held[0]
                self.restored.add(name)
                yield self._restore(name, held[1], fault)
                return
        if fault.kind is FaultKind.RECORD_REPLACED and lies is not None and self._is_whole(lies):
            self.journal_is_wrong = True  # the record's files are whole, those of the journal's are not
            return
        yield from self._give_up(name, fault)

    def _still_counts_wrong(self, commit: Commit) -> bool:
        path = f"commits/{commit.name}.json"
        return self._is_whole(commit) is not True or any(one.path == path for one in wrong_counts(self.seen.commits))

    def _held(self, name: str) -> tuple[Commit, bytes] | None:
        """The record of a shard as the journal holds it, if it is one of this store under this name."""
        content = self.seen.chain.record(name)
        if content is None:
            return None
        try:
            return self.store.commit_in(content, *name.split("/", 1)), content
        except StoreError:
            return None

    def _is_whole(self, commit: Commit) -> bool | None:
        """Whether all files of a shard are as its record says; None if that can't be found out now."""
        kinds = [
            fault.kind for file in commit.files if (fault := file_fault(self.store, commit, file, self.seen.replaced))
        ]
        kinds = [kind for kind in kinds if kind is not FaultKind.PURGE_UNFINISHED]  # what counts lies elsewhere
        return None if FaultKind.UNREADABLE in kinds else not kinds

    def _restore(self, name: str, record: bytes, fault: Fault) -> Repaired:
        path = f"commits/{name}.json"

        def restore() -> list[str]:
            if fault.kind is not FaultKind.RECORD_LOST:
                self.aside.take([path], fault, "the journal holds the record that was committed")
            self.store.journal.announce(name)
            if settled_create(self.store.storage, path, record) != record:
                found = "another one was created meanwhile"
                raise StoreError(f"{path} as the journal holds it", found, "end what works on the store")
            return [path]

        lost = fault.kind is FaultKind.RECORD_LOST
        return self._done(Deed.RESTORED, fault, [path], restore, harmless=lost)

    def _give_up(self, name: str, fault: Fault) -> Iterator[Repaired]:
        """Set a shard aside, and first what says something of those very files: verdicts, and the import of traces."""
        for other in self._goes_with(name):
            yield from self._give_up(other, fault)
        if name in self.gone:
            return
        self.gone.add(name)
        self.journal_is_wrong = self.journal_is_wrong or name in self.seen.chain.held()
        record = f"commits/{name}.json"
        paths = [record] if record in self.seen.listed or name in self.restored else []
        paths += [path for path in self.seen.listed if path.startswith(f"shards/{name}/")]
        if paths:
            yield self._set_aside(paths, fault, f"{fault.path}: {fault.found}", again(name))
        else:
            yield Repaired(Deed.LEFT, fault, note="it is gone", again=again(name))

    def _goes_with(self, name: str) -> list[str]:
        stage, _, _ = name.partition("/")
        if stage != "traces":
            return []
        verdicts = [child for child in made_from(self.seen.commits).get(name, ()) if child.startswith("verdicts/")]
        commit = self.seen.commits.get(name)
        facts = commit.facts if commit is not None else {}
        imported = f"imports/{facts.get('part')}.{facts.get('teacher_id')}"
        if "imported" in facts and imported in self.seen.commits:
            verdicts.append(imported)
        return [other for other in verdicts if other not in self.gone]

    def _set_aside(self, paths: list[str], fault: Fault, why: str, again: str) -> Repaired:
        def take() -> list[str]:
            return self.aside.take(paths, fault, why)

        return self._done(Deed.SET_ASIDE, fault, paths, take, again=again, note=why)

    def _journal(self, faults: list[Fault]) -> Iterator[Repaired]:
        """Write the journal anew if it is broken or holds what is set aside; else fold what readers don't see."""
        broken = [fault for fault in faults if fault.kind is FaultKind.JOURNAL_BROKEN]
        unseen = [fault for fault in faults if fault.kind is FaultKind.RECORD_UNSEEN]
        if broken or (self.journal_is_wrong and self.seen.chain.paths):
            found = "it holds records that are set aside"
            if any(one.kind is FaultKind.UNREADABLE for one in faults):
                note = "something can't be read now, and the journal may be all that tells of it"
                yield Repaired(Deed.LEFT, (broken or faults)[0], note=note, again="check again later")
                return
            fault = (broken or [Fault(FaultKind.JOURNAL_BROKEN, "log", "a journal of what is there", found, "")])[0]
            yield self._done(Deed.WRITTEN_ANEW, fault, self.seen.chain.paths, lambda: self._fold_anew(fault))
        elif unseen:
            yield self._done(Deed.WRITTEN_ANEW, unseen[0], ["log"], self._fold, harmless=True)

    def _fold_anew(self, fault: Fault) -> list[str]:
        # The first segment goes first: without it readers trust none, and list the records instead.
        taken = self.aside.take(self.seen.chain.paths, fault, "the journal was written anew from the records")
        self._fold()
        return taken

    def _fold(self) -> list[str]:
        Journal(self.store.storage, self.store.store_id).fold(1, everything=True)
        return ["log"]

    def _done(
        self,
        deed: Deed,
        fault: Fault,
        paths: list[str],
        do: Callable[[], list[str]],
        *,
        harmless: bool = False,
        again: str = "",
        note: str = "",
    ) -> Repaired:
        """Do it, unless it must wait, or is only to be said."""
        if not (self.nothing_runs or harmless or fault.kind in HARMLESS):
            return Repaired(Deed.WAITS, fault, tuple(paths), again, f"{deed} only if nothing works on the store")
        if not self.dry_run:
            try:
                paths = do()
            except StoreError as error:
                expected, found, todo = error.args
                return Repaired(Deed.LEFT, fault, tuple(paths), todo, f"{found} (expected {expected})")
            if not paths:
                return Repaired(Deed.LEFT, fault, note="nothing can be read there under its name", again=again)
        return Repaired(deed, fault, tuple(paths), again, note)


def _turn(kind: FaultKind) -> int:
    """Records that can be put right come first: what others say of them may be right then."""
    if kind in (FaultKind.RECORD_REPLACED, FaultKind.RECORD_DAMAGED, FaultKind.RECORD_FOREIGN):
        return 0
    return 2 if kind is FaultKind.COUNTS_WRONG else 1

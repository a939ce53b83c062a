"""The plan of the house, held by reading its files: arrows and no circles, silent imports, reasons, docstrings."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("thoughtmill", "tasks", "flows", "deployments")
FILES = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TREES = {path: ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in FILES}

MAY_IMPORT = {
    "thoughtmill": {"thoughtmill"},
    "tasks": {"thoughtmill", "tasks"},
    "flows": {"thoughtmill", "tasks", "flows"},
    "deployments": {"thoughtmill", "tasks", "flows", "deployments"},
}
"""flows → tasks → thoughtmill, never back; deployments start all of them."""

ORCHESTRATION = {"prefect"}
GROUND = {"batches", "errors", "pace", "ids", "template", "strict", "teacher", "recipe", "mixture", "campaign", "store"}
"""Rooms of the library, or modules that stand in none, that lean on nothing of ours but each other."""

CHECKS = {"verifiers", "filters"}
UNKNOWN_TO_CHECKS = {"store", "engine", "generation", "judging", "release", "student", "evaluation", "reporting"}

LATE = ("torch", "transformers", "trl", "vllm", "math_verify", "sympy", "langdetect", "datasets")
"""Heavy; imported where they are used, by the worker that uses them."""

TEXT = {".py", ".md", ".toml", ".in", ".txt", ".yml", ".yaml", ".cfg", ".sh", ".json", ".jsonl", ".html", ""}
PLACES = re.compile(
    r"file:///|/opt/|/work/|/root/|/home/\w|pypi\.org/simple|files\.pythonhosted|--find-links|/tmp/boot"
)
"""Machines and registries; nothing of the kind belongs in what everybody gets."""


def for_types_alone(node: ast.AST) -> bool:
    """Whether it is an `if TYPE_CHECKING:`, which no running program enters."""
    return isinstance(node, ast.If) and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING"


def imports(node: ast.AST, *, running: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported, also inside functions; `running`: what only types need left out."""
    if isinstance(node, ast.Import):
        yield from ((node.lineno, alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
    for inner in ast.iter_child_nodes(node):
        if not (running and for_types_alone(node) and inner in getattr(node, "body", ())):
            yield from imports(inner, running=running)


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def room(name: str) -> str:
    """The room of the library that a dotted name lies in, or the module, where that stands in no room."""
    return name.split(".")[1] if name.startswith("thoughtmill.") else ""


def graph() -> dict[str, set[str]]:
    """Each module of ours with those that it imports while it runs, inside functions too."""
    modules = {dotted(path) for path in FILES}

    def module(name: str) -> str:
        return name if name in modules else name.rpartition(".")[0]

    return {
        dotted(path): {module(name) for _, name in imports(tree, running=True)} & modules
        for path, tree in TREES.items()
    }


def test_imports_point_inwards_and_give_the_whole_name() -> None:
    faults: list[str] = []
    for path, tree in TREES.items():
        for line, name in imports(tree):
            target = name.split(".")[0]
            if not target:
                faults.append(f"{path}:{line}: a relative import")
            if target in set(ROOMS) - MAY_IMPORT[path.parts[0]] or target == "tests":
                faults.append(f"{path}:{line} imports {name}")
            if path.parts[0] == "thoughtmill" and target in ORCHESTRATION:
                faults.append(f"{path}:{line}: no Prefect in the library")
    assert not faults, "\n".join(faults)


def packages(name: str) -> set[str]:
    """The packages that a module lies in: Python imports them first."""
    words = name.split(".")
    return {".".join(words[:length]) for length in range(1, len(words))}


def test_no_module_imports_itself_in_a_circle() -> None:
    """Nor by way of the package that a module lies in: so each can be imported alone, and in any order."""
    found = graph()
    through = {
        name: theirs | set[str]().union(*map(packages, theirs)) & found.keys() - packages(name) - {name}
        for name, theirs in found.items()
    }
    for each in (found, through):
        try:
            TopologicalSorter(each).prepare()
        except CycleError as circle:
            pytest.fail(" → ".join(reversed(circle.args[1])))


def test_the_factory_never_imports_the_engine() -> None:
    assert not [
        f"{path}:{line}" for path, tree in TREES.items() for line, name in imports(tree) if name.split(".")[0] == "vllm"
    ]


def imported(*rooms: str) -> set[str]:
    """The libraries that some rooms import, by the names under which they are installed."""
    names = {name.split(".")[0] for path, tree in TREES.items() if path.parts[0] in rooms for _, name in imports(tree)}
    return {name.replace("_", "-") for name in names - {*ROOMS, *sys.stdlib_module_names}}


def declared(project: Path, *extras: str) -> set[str]:
    """The names that a pyproject.toml asks for, with some of its extras."""
    found = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*found["dependencies"], *(line for extra in extras for line in found["optional-dependencies"][extra])]
    return {re.split(r"[^A-Za-z0-9-]", line)[0] for line in asked}


def test_each_project_declares_what_it_imports() -> None:
    library = imported("thoughtmill")
    assert library - declared(ROOT, "train") == set()
    assert declared(ROOT) - library == set(), "the wheel asks for nothing that it doesn't import"
    around = imported("tasks", "flows", "deployments")
    assert around - declared(ROOT / "flows") - declared(ROOT, "train") == set()


def test_what_everything_leans_on_leans_on_nothing() -> None:
    files = [path for path in FILES if room(dotted(path)) in GROUND]
    assert {room(dotted(path)) for path in files} == GROUND
    strangers = [
        f"{path}:{line} imports {name}"
        for path in files
        for line, name in imports(TREES[path])
        if name.startswith("thoughtmill") and room(name) not in GROUND
    ]
    assert not strangers, "\n".join(strangers)


def test_a_check_knows_neither_engine_nor_store() -> None:
    files = [path for path in FILES if room(dotted(path)) in CHECKS]
    assert {room(dotted(path)) for path in files} == CHECKS
    found = [
        f"{path}:{line} imports {name}"
        for path in files
        for line, name in imports(TREES[path])
        if room(name) in UNKNOWN_TO_CHECKS
    ]
    assert not found, "\n".join(found)


def of_workers() -> set[str]:
    """The programs `…worker` and what nobody but they import: no other process loads them, so they may be heavy."""
    importers: dict[str, set[str]] = defaultdict(set)
    for name, imported in graph().items():
        for one in imported:
            importers[one].add(name)
    found = {name for name in graph() if name.endswith("worker")}
    while more := {name for name, theirs in importers.items() if theirs <= found} - found:
        found |= more
    return found


@pytest.mark.slow
def test_importing_a_module_starts_nothing_reads_nothing_and_loads_nothing_heavy() -> None:
    workers = of_workers()
    modules = sorted((dotted(path) for path in FILES), key=lambda name: (name in workers, name))
    asked = {"modules": modules, "rooms": [f"{ROOT}/{room}/" for room in ROOMS], "heavy": LATE}
    watch = [sys.executable, "-m", "tests.project.import_watch"]
    done = subprocess.run(watch, input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    faults: list[str] = []
    for name, told in json.loads(done.stdout).items():
        faults += [f"{name}: {one}" for one in told["heard"]]
        if told["heavy"] and name not in workers:
            faults.append(f"{name} loads {told['heavy']}")
    assert not faults, "\n".join(faults)


def test_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 80
    ]
    assert not long, "\n".join(long)


def test_every_public_name_of_the_library_has_a_docstring() -> None:
    bare: list[str] = []

    def look(path: Path, body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
                if not ast.get_docstring(node):
                    bare.append(f"{path}:{node.lineno} {node.name}")
                if isinstance(node, ast.ClassDef):
                    look(path, node.body)

    for path, tree in TREES.items():
        if path.parts[0] == "thoughtmill":
            if tree.body and not ast.get_docstring(tree):
                bare.append(f"{path} does not say what it is")
            look(path, tree.body)
    assert not bare, "\n".join(bare)


EXCUSED = re.compile(r'"[A-Z]+\d*",\s+# .{15,}')


def test_every_ruff_exception_has_its_reason_beside_it() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.ruff.lint]")[1]
    lists = re.findall(r'\n(?:ignore|"[^"\n]*") = \[\n(.*?)\n\]', config, re.DOTALL)
    assert len(lists) > 1
    rules = [line.strip() for one in lists for line in one.splitlines()]
    bare = [line for line in rules if not EXCUSED.match(line)]
    assert not bare, f"say why in a comment beside it, or follow the rule: {bare}"


def test_every_exception_in_the_code_has_its_reason_beside_it() -> None:
    excused = re.compile(r"# (?:noqa: \S+|pyright: ignore\[[^]]+\]|type: ignore\[[^]]+\])\s+# .{8,}")
    bare = [
        f"{path}:{i}"
        for path in FILES
        for i, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (noqa|pyright:|type: ignore)", line) and not excused.search(line)
    ]
    assert not bare, f"write `# noqa: RULE  # why`: {bare}"


def tracked() -> list[Path]:
    """What git tracks or would track; all that is not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_machine_or_a_registry() -> None:
    me = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT)}:{i}: {line.strip()[:100]}"
        for path in tracked()
        if path.suffix in TEXT and path != me
        for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PLACES.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_line_of_a_lock_names_one_version_and_one_hash() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert {"torch", "factory", "engine-cpu", "logic", "engine-cuda", "train-cuda"} <= {lock.stem for lock in locks}
    for lock in locks:
        lines = lock.read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if not line.startswith("#")]
        assert pinned, lock.name
        loose = [line for line in pinned if not re.fullmatch(r"\S+==\S+ --hash=sha256:[0-9a-f]{64}", line)]
        assert not loose, f"{lock.name}: {loose}"


def test_every_command_of_the_makefile_is_explained_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert {"demo", "test", "quick", "check", "lock", "clean"} <= set(targets)
    assert not [name for name in targets if name != "help" and f"make {name}" not in told]

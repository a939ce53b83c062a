"""The plan of the house, held by reading its files: rooms and arrows, sizes, words, docstrings, silent imports."""

import ast
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
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
GROUND = {
    f"thoughtmill.{name}" for name in ("errors", "ids", "records", "places", "bucket", "cache", "claim", "commits")
}
"""The only modules of ours that campaign, template and store may lean on."""

ON_THE_GROUND = [
    Path(f"thoughtmill/{name}.py") for name in ("campaign", "template", "store", "errors", "ids", "records")
]
FORBIDDEN_TO_CHECKERS = re.compile(r"thoughtmill\.(store|engine|local_engine|rounds|release|training|evaluation)\b")

WORDS = {
    "pipeline",
    "processor",
    "manager",
    "handler",
    "helper",
    "helpers",
    "util",
    "utils",
    "step",
    "item",
    "items",
    "data",
}
THEIRS = {
    "items",  # a dict's own method, in a protocol of ours
}
"""Words that libraries force on us as names."""

TEXT = {".py", ".md", ".toml", ".in", ".txt", ".yml", ".yaml", ".cfg", ".sh", ".json", ".jsonl", ".html", ""}
PLACES = re.compile(
    r"file:///|/opt/|/work/|/root/|/home/\w|pypi\.org/simple|files\.pythonhosted|--find-links|/tmp/boot"
)
"""Machines and registries; nothing of the kind belongs in what everybody gets."""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; write the whole name"
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_point_inwards(path: Path) -> None:
    for line, name in imports(TREES[path]):
        room = name.split(".")[0]
        assert room not in set(ROOMS) - MAY_IMPORT[path.parts[0]], f"{path}:{line} imports {name}"
        assert room != "tests", f"{path}:{line} imports a test"
        assert path.parts[0] != "thoughtmill" or room not in ORCHESTRATION, f"{path}:{line}: no Prefect in the library"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_factory_never_imports_the_engine(path: Path) -> None:
    assert not [line for line, name in imports(TREES[path]) if name.split(".")[0] == "vllm"]


@pytest.mark.parametrize("path", ON_THE_GROUND, ids=str)
def test_what_everything_leans_on_leans_on_nothing(path: Path) -> None:
    ours = {name for _, name in imports(TREES[path]) if name.startswith("thoughtmill")}
    strangers = [name for name in ours if name not in GROUND and name.rpartition(".")[0] not in GROUND]
    assert not strangers, f"{path} imports {strangers}"


@pytest.mark.parametrize("path", [p for p in FILES if p.parts[1] in ("verifiers", "filters")], ids=str)
def test_a_check_knows_neither_engine_nor_store(path: Path) -> None:
    found = [f"{path}:{line} {name}" for line, name in imports(TREES[path]) if FORBIDDEN_TO_CHECKERS.match(name)]
    assert not found


LATE = ("torch", "transformers", "trl", "vllm", "math_verify", "sympy", "langdetect", "datasets")
"""Heavy; imported where they are used, by the worker that uses them."""

WORKERS = {f"thoughtmill.verifiers.{name}" for name in ("symbolic_worker", "proofs", "zero", "at_points")}
"""Modules that only a worker loads: they may import what is heavy."""


@pytest.mark.slow
def test_importing_a_module_alone_starts_nothing_reads_nothing_and_loads_nothing_heavy() -> None:
    names = [dotted(path) for path in FILES]
    rooms = " ".join(f"{ROOT}/{room}/" for room in ROOMS)
    watch = [sys.executable, "-m", "tests.import_watch"]
    faults: list[str] = []
    for some in (names[i : i + 4] for i in range(0, len(names), 4)):
        running = {
            name: subprocess.Popen(
                [*watch, name, rooms, " ".join(LATE)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for name in some
        }
        for name, alone in running.items():
            said, complaint = alone.communicate()
            if alone.returncode:
                faults.append(f"{name} can't be imported alone: {complaint.strip().splitlines()[-1]}")
                continue
            told = json.loads(said)
            faults += [f"{name}: {one}" for one in told["heard"]]
            if told["heavy"] and name not in WORKERS:
                faults.append(f"{name} loads {told['heavy']}")
    assert not faults, "\n".join(faults)


def test_files_and_functions_are_short() -> None:
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {path: count for path, count in lines.items() if count > 400}
    long = [
        f"{path}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 80
    ]
    assert not long
    counts = sorted(lines.values())
    assert statistics.median(counts) <= 150
    assert counts[int(0.9 * len(counts))] <= 300, [str(path) for path, count in lines.items() if count > 300]


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
            assert ast.get_docstring(tree) or not tree.body, f"{path} does not say what it is"
            look(path, tree.body)
    assert not bare


def invented(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Names that a file gives to functions, classes, arguments and variables of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


@pytest.mark.parametrize("path", FILES, ids=str)
def test_invented_names_use_the_words_of_the_house(path: Path) -> None:
    found = []
    for line, name in invented(TREES[path]):
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")
        if WORDS & set(words) and name not in THEIRS:
            found.append(f"{path}:{line} {name}")
    assert not found


EXCUSED = re.compile(r'"[A-Z]+\d*",\s+# .{15,}')


def test_every_ruff_exception_has_its_reason_beside_it() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.ruff.lint]")[1]
    lists = re.findall(r'\n(?:ignore|"[^"\n]*") = \[\n(.*?)\n\]', config, re.DOTALL)
    assert len(lists) > 1
    rules = [line.strip() for one in lists for line in one.splitlines()]
    bare = [line for line in rules if not EXCUSED.match(line)]
    assert not bare, f"say why in a comment beside it, or follow the rule: {bare}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_exception_in_the_code_has_its_reason_beside_it(path: Path) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    excused = re.compile(r"# (?:noqa: \S+|pyright: ignore\[[^]]+\]|type: ignore\[[^]]+\])\s+# .{8,}")
    bare = [
        f"{path}:{i}"
        for i, line in enumerate(lines, 1)
        if re.search(r"# (noqa|pyright:|type: ignore)", line) and not excused.search(line)
    ]
    assert not bare, "write `# noqa: RULE  # why`"


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


@pytest.mark.parametrize("name", ["torch", "factory", "engine-cpu", "logic"])
def test_every_line_of_a_lock_names_one_version_and_one_hash(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert pinned
    assert not [line for line in pinned if not re.fullmatch(r"\S+==\S+ --hash=sha256:[0-9a-f]{64}", line)]


def test_every_command_of_the_makefile_is_explained_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert {"demo", "test", "quick", "check", "lock", "clean"} <= set(targets)
    assert not [name for name in targets if name != "help" and f"make {name}" not in told]

"""What the pages name is there: files, links, rooms, words, decisions; and no page is left out of the index."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from thoughtmill.store.store import STAGES
from thoughtmill.template import TEMPLATES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *sorted(page for page in DOCS.rglob("*.md") if page.name != "NEXT.md"),
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
]
FOLDERS = ("thoughtmill", "tasks", "flows", "deployments", "campaigns", "benchmarks", "requirements", "tests", "docs")
CODE = [path for folder in FOLDERS[:-2] for path in sorted((ROOT / folder).rglob("*.py"))]
FILES = {
    f"/{path.relative_to(ROOT)}"
    for folder in (*FOLDERS, ".ci", ".github")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
} | {f"/{path.name}" for path in ROOT.iterdir() if path.is_file()}


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def named(pattern: str) -> Iterator[tuple[Path, str]]:
    """Each page with everything in it that a pattern finds outside of blocks of code."""
    for page in PAGES:
        prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        yield from ((page, found) for found in re.findall(pattern, prose, re.MULTILINE))


def test_every_link_leads_somewhere() -> None:
    links = [(page, target) for page, target in named(r"\]\(([^)#]+)[^)]*\)") if "://" not in target]
    assert len(links) > 40
    assert not [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()]


def test_every_file_and_folder_that_a_page_names_exists() -> None:
    files = list(named(r"`([\w./-]+\.(?:py|md|toml|yml|yaml|sh|in))[`:]"))
    assert len(files) > 80
    lost = [f"{page.name}: {name}" for page, name in files if not any(path.endswith(f"/{name}") for path in FILES)]
    folders = named(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`")
    lost += [f"{page.name}: {name}" for page, name in folders if not (ROOT / name).exists()]
    assert not lost, "\n".join(lost)


def test_every_file_that_the_code_names_exists() -> None:
    found = [
        (path.name, name)
        for path in CODE
        for name in re.findall(r"`([\w/]+\.py)`|(docs/[\w./-]+\.md)", path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 10
    assert not [one for one in found if not any(path.endswith(f"/{''.join(one[1])}") for path in FILES)]


def test_every_class_constant_and_variable_that_a_page_names_is_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    words = set(re.findall(r"\w+", code))
    found = list(named(r"`(?:\w+\.)*([A-Z][A-Z\d]*_[A-Z\d_]*[A-Z\d]|[A-Z]{4,}|[A-Z][a-z]+(?:[A-Z][a-z]+)+)`"))
    assert len(found) > 40
    strangers = {
        "PREFECT_",
        "TMPDIR",
        "AWS_REGION",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "CAP_SETUID",
        "CAP_SETGID",
    }
    assert not {f"{page.name}: {name}" for page, name in found if name not in words | strangers}


def test_every_module_before_a_dot_is_there() -> None:
    found = list(named(r"`([a-z_]+)\.[A-Z]\w*`"))
    modules = {path.stem for path in CODE} | {path.parent.name for path in CODE}
    assert not {f"{page.name}: {name}" for page, name in found if name not in modules}


def test_every_page_is_in_the_index() -> None:
    index = text_of("README.md")
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md", "NEXT.md"}
    assert not [page for page in pages if f"]({page})" not in index]


def test_every_decision_is_in_the_architecture() -> None:
    listed = re.findall(r"\]\(decisions/([^)]+)\)", text_of("architecture.md").split("## Decisions")[1])
    assert listed == sorted(page.name for page in (DOCS / "decisions").iterdir())


def test_the_architecture_names_every_room_and_no_other() -> None:
    rooms = text_of("architecture.md").split("## The rooms")[1].split("\n## ")[0]
    told = re.findall(r"^- `thoughtmill/([^`]+)`:", rooms, re.MULTILINE)
    there = [
        path for path in (ROOT / "thoughtmill").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    ]
    assert sorted(told) == sorted(f"{p.name}/" if p.is_dir() else p.name for p in there if p.name[0] != "_")


def test_every_template_is_explained() -> None:
    told = re.findall(r"^\| `([\w-]+)` \| ", text_of("filters.md").split("## form")[1].split("\n## ")[0], re.MULTILINE)
    assert told == list(TEMPLATES)


def test_the_way_of_the_data_names_every_stage_and_only_modules_that_are_there() -> None:
    way = text_of("architecture.md").split("\n## ")[1]
    rows = [line.strip("| ").split(" | ") for line in way.splitlines() if line.startswith("| ")][1:]
    assert {stage for *_, stages in rows for stage in re.findall(r"`(\w+)`", stages)} == set(STAGES)
    for _, _, *modules, _ in rows:
        for folder, names in zip(("thoughtmill", "tasks", "flows"), modules, strict=True):
            assert all((ROOT / folder / name).is_file() for name in re.findall(r"`([^`]+)`", names)), names


def defined() -> Iterator[str]:
    """Names of classes, functions, constants, fields and columns."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield name
                case ast.Assign(targets=targets):
                    yield from (target.id for target in targets if isinstance(target, ast.Name))
                case ast.AnnAssign(target=ast.Name(id=name)):
                    yield name
                case _:
                    pass


def test_every_word_of_the_glossary_is_there_once_and_has_its_name_in_the_code() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text_of("glossary.md"), re.MULTILINE)
    rows = [row for row in rows if row[0] != "word"]
    words = [word for word, _, _ in rows]
    assert len(words) == len(set(words)) > 50
    names = set(defined())
    assert not {word: code for word, _, code in rows for name in re.findall(r"`(\w+)`", code) if name not in names}
    assert all(code == "–" or "`" in code for _, _, code in rows)


def test_the_public_ci_runs_the_one_script_and_may_only_read() -> None:
    found = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert found["permissions"] == {"contents": "read"}
    (job,) = found["jobs"].values()
    assert job["timeout-minutes"] == 90
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    assert [re.fullmatch(r"actions/[a-z-]+@v\d+", action) is not None for action in uses] == [True, True]
    assert job["steps"][-1]["run"].endswith("bash .ci/run")
    assert (ROOT / ".ci" / "run").is_file()


def test_every_make_target_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    found = [*named(r"`make ([a-z-]+)[^`]*`"), *named(r"^    make ([a-z-]+)  ")]
    assert {"test", "quick", "faults"} <= {target for _, target in found} <= targets


def test_the_first_lines_of_the_readme_say_what_it_is_and_how_to_start() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:15]
    assert [line.split("#")[0].strip() for line in first if line.startswith("$")] == ["$ make demo", "$ make test"]
    assert any("─generate▶" in line for line in first)


def test_the_readmes_program_prints_what_stands_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(program, {})  # our own page
    assert capsys.readouterr().out.splitlines() == re.findall(r"  # (.+)", program)

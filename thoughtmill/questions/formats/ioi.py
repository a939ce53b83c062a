"""IOI as open-r1 has it: a subtask of a problem, the files of its grader, and tests that are joined to the row."""

from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.cases import asked, first, limits, outputs
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values, has
from thoughtmill.questions.refusals import RefusedFor

TESTS = ("test_cases", "tests")
"""Columns that hold rows of the set's other part, `ioi-test-cases`, of the same problem."""
LABELS = ("target_subtask", "target_subtask_score", "target_subtask_status", "all_subtasks_points", "finish_reason")
"""What ioi-cots says of a `generation`."""


def _claims(values: Values) -> bool:
    return has(values, "grader_files", "test_names") or has(values, "generation", "target_subtask", "problem_id")


def _read(values: Values) -> Reading:
    prompt, files = first(values, "problem", "prompt", "statement"), _files(loaded(values.get("grader_files")))
    if not files and "generation" in values:  # ioi-cots as it lies: a conversation
        return Reading(prompt)
    kind = values.get("task_type") or "Batch"
    if kind not in ("Batch", "Communication"):
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, f"a task of the kind {kind}"))
    tests = _tests(values)
    reference = outputs([(given, wanted or "") for given, wanted in tests] if kind == "Communication" else tests)
    if reference is None:
        told = f"no inputs of its tests: join `ioi-test-cases` to it as the column `{TESTS[0]}` (docs/data.md)"
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, told))
    bytes_ = values.get("memory_limit")
    reference |= limits(values.get("time_limit"), bytes_ / 2**20 if isinstance(bytes_, int | float) else None)
    graders, checker = _in(files, "graders"), _in(files, "checker")
    manager = graders.pop("manager.cpp", None)
    reference |= {"language": "cpp", "grader": graders}
    if kind == "Communication":
        if manager is None:
            return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, "a task with a manager, and no manager.cpp"))
        reference["manager"] = {"code": manager, "files": _headers(graders), **_talk(files)}
    elif code := checker.pop("checker.cpp", None):
        reference["checker"] = {"language": "cpp", "style": "cms", "code": code}
        reference["checker"] |= {"files": checker} if checker else {}
    starter = values.get("starting_code")
    if isinstance(prompt, str) and isinstance(starter, str) and starter.strip() and starter.strip() not in prompt:
        prompt = f"{prompt}\n\nBegin with:\n\n```cpp\n{starter.strip()}\n```"
    return asked(prompt, reference)


def _tests(values: Values) -> list[tuple[Any, Any]]:
    """The tests of the subtask, or all if it names none."""
    rows, named = loaded(first(values, *TESTS)), loaded(values.get("test_names")) or []
    listed = [cast("dict[str, Any]", one) for one in (rows if isinstance(rows, list) else []) if isinstance(one, dict)]
    return [
        (one.get("test_input"), one.get("test_output")) for one in listed if not named or one.get("test_name") in named
    ]


def _files(found: Any) -> list[tuple[str, str]]:
    """Names and texts, which sets hold as pairs."""
    pairs = cast("list[Any]", found) if isinstance(found, list) else []
    return [(str(one[0]), str(one[1])) for one in pairs if isinstance(one, list | tuple) and len(one) == 2 and one[1]]


def _in(files: list[tuple[str, str]], folder: str) -> dict[str, str]:
    """The sources and headers of a folder."""
    return {
        name.rpartition("/")[2]: text
        for name, text in files
        if name.startswith(f"{folder}/") and name.endswith((".h", ".hpp", ".cpp", ".cc"))
    }


def _headers(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.endswith((".h", ".hpp"))}


def _talk(files: list[tuple[str, str]]) -> dict[str, Any]:
    """How many runs of a program a manager talks to, and by which pipes, as the task's settings for CMS say it."""
    found = loaded(dict(files).get("graders/grader_config.json"))
    told = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    inner = loaded(told.get("task_type_params"))
    told = {**told, **cast("dict[str, Any]", inner)} if isinstance(inner, dict) else told
    begin = "task_type_parameters_Communication_"
    processes, pipes = told.get(f"{begin}num_processes", 1), told.get(f"{begin}user_io", "fifo_io")
    return {"processes": int(processes), "fifos": pipes != "std_io"}


def _traces(values: Values) -> list[Trace]:
    said = values.get("generation")
    labels = tuple((name, str(values[name])) for name in LABELS if values.get(name) is not None)
    return [Trace(said, None, labels)] if isinstance(said, str) else []


IOI = Format("ioi", _claims, _read, "code", traces=_traces)

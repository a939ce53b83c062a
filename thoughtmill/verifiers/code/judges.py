"""How programs of a set that judge are built and called, and what their exit says."""

import re

from thoughtmill.sandbox import Ended, Ran
from thoughtmill.verifiers.code.compiled import built
from thoughtmill.verifiers.code.judge import Judge
from thoughtmill.verifiers.contract import LIMIT, SAME, Check, differs, unclear

_POINTS = re.compile(r"\bpoints?\s+([\d.]+)")
"""For what a checker says that gives points."""
_HEAD = """#include <cstdio>
#include <string>
#include <unistd.h>
namespace thoughtmill_judges {
__attribute__((constructor(101))) void set_out() {
    FILE* given = std::fopen("/tmp/given", "rb");
    bool apart = given;
    if (!apart) given = stdin;
    size_t sizes[3];
    if (std::fscanf(given, "%zu %zu %zu", sizes, sizes + 1, sizes + 2) != 3) _exit(3);
    std::fgetc(given);
    const char* names[] = {"input.txt", "output.txt", "answer.txt"};
    for (int i = 0; i < 3; i++) {
        std::string text(sizes[i], 0);
        if (std::fread(&text[0], 1, sizes[i], given) != sizes[i]) _exit(3);
        FILE* file = std::fopen(names[i], "wb");
        std::fwrite(text.data(), 1, sizes[i], file);
        std::fclose(file);
    }
    if (apart) unlink("/tmp/given"); else if (!@CMS@) dup2(1, 2);
}
}
#line 1
"""
"""Before a judge in C++: puts what it is given into files, before its `main` is called with their names."""


_BUILT: dict[Judge, str] = {}
"""What was built in this program; the last few."""


def program_of(judge: Judge, more: str = "") -> str | Check:
    """A judge in another language than Python as the sandbox takes it, or why there is none. Raises CheckerBroken.

    more: code before it.
    """
    assert judge.language is not None
    if judge not in _BUILT:
        head = _HEAD.replace("@CMS@", "true" if judge.cms else "false")
        program = built(head + more + judge.whole(), judge.language, judge.files)
        if isinstance(program, Check):
            return unclear(f"the program that judges can't be built: {program.why}")
        while len(_BUILT) >= 8:
            _BUILT.pop(next(iter(_BUILT)), None)
        _BUILT[judge] = program
    return _BUILT[judge]


def command_of(judge: Judge, memory_mb: int) -> tuple[str, ...]:
    """How it is called: with the names of its files, in the order that it expects."""
    assert judge.language is not None
    names = ("input.txt", "answer.txt", "output.txt") if judge.cms else ("input.txt", "output.txt", "answer.txt")
    return judge.language.words((*judge.language.command, *names), memory_mb)


def framed(*texts: str) -> str:
    """Three texts as one that `_HEAD` takes apart."""
    sizes = " ".join(str(len(one.encode("utf-8", "replace"))) for one in texts)
    return f"{sizes}\n{''.join(texts)}"


def told_by(ran: Ran, name: str) -> Check:
    """What a judge says that exits as testlib has it: 0 right, 1, 2, 4 and 8 wrong, 7 by its points, 3 can't tell."""
    if ran.ended in (Ended.TIME, Ended.STALLED, Ended.STARVED, Ended.MEMORY):
        return unclear(f"{LIMIT}: the {name}: {ran.ended}")
    said = ran.output.decode("utf-8", "replace").strip()[:200]
    if ran.ended is Ended.DONE:
        return SAME
    code = ran.why.removeprefix("exit status ") if ran.ended is Ended.DIED else ""
    if code in ("1", "2", "4", "8"):
        return differs(f"the {name} refuses it: {said}".rstrip(": "))
    points = _POINTS.search(said)
    if code == "7" and points:
        return SAME if points[1].strip("0.") == "1" else differs(f"the {name} gives {points[1]} points")
    return unclear(f"the {name} can't tell: {ran.why} {said}".rstrip())

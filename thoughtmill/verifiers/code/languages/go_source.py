"""Sources in Go: their heads, and imports that judges allow to be missing."""

import re

from thoughtmill.verifiers.code.languages.language import uncommented

_KNOWN = {
    "sort": ("sort", "Ints"),
    "math": ("math", "MaxInt64"),
    "strings": ("strings", "Join"),
    "strconv": ("strconv", "Itoa"),
    "fmt": ("fmt", "Sprint"),
    "bits": ("math/bits", "Len"),
    "heap": ("container/heap", "Init"),
    "list": ("container/list", "New"),
    "unicode": ("unicode", "IsDigit"),
    "bytes": ("bytes", "Equal"),
    "rand": ("math/rand", "Int"),
    "slices": ("slices", "Contains[[]int]"),
}
"""What LeetCode has imported: name, path, and something of it to use."""
PACKAGE = re.compile(r"^\s*package\s+\w+\s*$", re.MULTILINE)
MAIN = re.compile(r"^func\s+main\s*\(", re.MULTILINE)
"""For sources: their head, and a `main` of their own, where a function is called."""


def unimported(code: str) -> tuple[str, str]:
    """The imports that a source lacks though it uses them, and lines that use each."""
    bare = uncommented(code)
    lacks = [
        (path, f"{name}.{used}")
        for name, (path, used) in _KNOWN.items()
        if re.search(rf"(?<![\w.]){name}\.[A-Z]", bare) and f'"{path}"' not in code
    ]
    return "".join(f'import "{path}"\n' for path, _ in lacks), "".join(f"var _ = {used}\n" for _, used in lacks)

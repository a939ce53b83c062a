"""The languages of programs beside Python: one file a language, one row in LANGUAGES."""

import re

from thoughtmill.verifiers.code.languages.cpp import CPP
from thoughtmill.verifiers.code.languages.go import GO
from thoughtmill.verifiers.code.languages.java import JAVA
from thoughtmill.verifiers.code.languages.javascript import JAVASCRIPT
from thoughtmill.verifiers.code.languages.language import Language
from thoughtmill.verifiers.code.languages.rust import RUST
from thoughtmill.verifiers.code.languages.typescript import TYPESCRIPT

LANGUAGES: dict[str, Language] = {one.name: one for one in (CPP, JAVA, JAVASCRIPT, TYPESCRIPT, GO, RUST)}
"""Every language by its name."""

PYTHON = ("python", "python3", "py")
NAMES: dict[str, str] = {mark: name for name, one in LANGUAGES.items() for mark in one.marks}
"""The name of a language by each way in which sets and fences write it."""

_VERSIONED = re.compile(
    r"(?:gnu |ms |open)?(?P<name>clang\+\+|[a-z]+(?:\+\+|#|\.js|script)?)-?v?\d*[\d.]*"
    r"(?:[\s-]+(?:v?\d[\w.]*|v8|diagnostics|\([^()]*\)))*"
)
"""For how judges name languages: `GNU C++17`, `C++20 (GCC 13-64)`, `PyPy 3-64`, `Java 21`, `Node.js 15.8.0 (64bit)`."""
_ALIASES = {"g++": "cpp", "clang++": "cpp", "node.js": "javascript", "pypy": "python", "jdk": "java"}


def named(told: str) -> str | None:
    """The name of a language, python among them, by any way in which sets and judges write it; None for others."""
    mark = told.strip().lower()
    if mark in NAMES or mark in PYTHON:
        return NAMES.get(mark, "python")
    found = _VERSIONED.fullmatch(mark)
    name = _ALIASES.get(found["name"], found["name"]) if found else ""
    if name == "python":
        return None if re.search(r"\b(?:python|pypy)\s*-?2", mark) else name
    return NAMES.get(name)


__all__ = ["LANGUAGES", "NAMES", "PYTHON", "Language", "named"]

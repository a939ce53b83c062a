"""The languages of programs beside Python: one file a language, one row in LANGUAGES."""

from thoughtmill.verifiers.code.languages.cpp import CPP
from thoughtmill.verifiers.code.languages.go import GO
from thoughtmill.verifiers.code.languages.java import JAVA
from thoughtmill.verifiers.code.languages.javascript import JAVASCRIPT
from thoughtmill.verifiers.code.languages.language import Language
from thoughtmill.verifiers.code.languages.rust import RUST
from thoughtmill.verifiers.code.languages.typescript import TYPESCRIPT

LANGUAGES: dict[str, Language] = {one.name: one for one in (CPP, JAVA, JAVASCRIPT, TYPESCRIPT, GO, RUST)}
"""Every language by its name."""

NAMES: dict[str, str] = {mark: name for name, one in LANGUAGES.items() for mark in one.marks}
"""The name of a language by each way in which sets and fences write it."""

__all__ = ["LANGUAGES", "NAMES", "Language"]

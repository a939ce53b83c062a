"""Tests in Go that are put behind a program: functions for `go test`, with as much of testify as sets use."""

# lines of other languages

import re
from functools import partial

from thoughtmill.verifiers.code.languages.go_source import MAIN, PACKAGE, unimported
from thoughtmill.verifiers.code.languages.language import uncommented

_TESTING = """
func main() {
	tmAll := 1 == 1
	tmTests := []testing.InternalTest{}
	for _, one := range []func(*testing.T){@TESTS@} {
		test := one
		tmTests = append(tmTests, testing.InternalTest{Name: "Test", F: func(t *testing.T) {
			defer func() { tmAll = tmAll && !t.Failed() }()
			test(t)
		}})
	}
	tmTests = append(tmTests, testing.InternalTest{Name: "Word", F: func(*testing.T) {
		if tmAll {
			tmos.Stdout.WriteString("\\n" + string(@WORD@) + "\\n")
			tmos.Exit(0)
		}
	}})
	tmos.Args = tmos.Args[:1]
	testing.Main(func(_, _ string) (bool, error) { return 1 == 1, nil }, tmTests, nil, nil)
}
"""
"""Runs tests as `go test` does, and prints a word behind the last of them if none has failed."""
_READ = (
    "var @WORD@ = func() []byte { read, _ := tmio.ReadAll(tmos.Stdin); tmos.Stdin.Truncate(0); return read }()\n"
    'var _ [2]int = [len("ab")]int{}\n'
)
"""Before all variables of the program. The input is read once; `len` is Go's own, or it does not compile."""
_TRUTH = " true, false := 1 == 1, 1 != 1; _, _ = true, false;"
"""Begins a test: no constants of the program have these names there."""
_ASSERTS = {
    "Equal": "tmSame(one[0], one[1])",
    "NotEqual": "!tmSame(one[0], one[1])",
    "True": "one[0] == (1 == 1)",
    "False": "one[0] == (1 != 1)",
    "Nil": "tmNil(one[0])",
    "NotNil": "!tmNil(one[0])",
    "NoError": "tmNil(one[0])",
    "Error": "!tmNil(one[0])",
    "Len": "tmreflect.ValueOf(one[0]).Len() == one[1]",
    "InDelta": "tmNear(one[0], one[1], one[2])",
}
"""What tests may ask of testify's `assert` and `require`, and how it is answered here."""
_TESTIFY = """
type tmAsserts struct{ t *testing.T }
var assert, require = tmAsserts{}, tmAsserts{}
var _, _ = assert, require
func (a tmAsserts) New(t *testing.T) tmAsserts { return tmAsserts{t} }
func (a tmAsserts) must(given []any, holds func([]any) bool) bool {
	if t, is := given[0].(*testing.T); is && a.t == nil { a.t, given = t, given[1:] }
	if !holds(given) { a.t.Fatal(given...) }
	return 1 == 1
}
func tmSame(want, got any) bool {
	one, is := want.([]byte)
	if !is || one == nil { return tmreflect.DeepEqual(want, got) }
	other, also := got.([]byte)
	return also && string(one) == string(other)
}
func tmNil(one any) bool {
	if one == nil { return 1 == 1 }
	switch value := tmreflect.ValueOf(one); value.Kind() {
	case tmreflect.Chan, tmreflect.Func, tmreflect.Map, tmreflect.Ptr, tmreflect.Slice: return value.IsNil()
	}
	return 1 != 1
}
func tmNear(want, got, most any) bool {
	kind := tmreflect.TypeOf(0.5)
	far := tmreflect.ValueOf(want).Convert(kind).Float() - tmreflect.ValueOf(got).Convert(kind).Float()
	limit := tmreflect.ValueOf(most).Convert(kind).Float()
	return far <= limit && -far <= limit
}
""" + "".join(
    f"func (a tmAsserts) {name}(given ...any) bool "
    f"{{ return a.must(given, func(one []any) bool {{ return {holds} }}) }}\n"
    for name, holds in _ASSERTS.items()
)
"""As much of testify as that."""
_IMPORT = re.compile(r'^import[ \t]*(?:\(([^)]*)\)|((?:[\w.]+[ \t]+)?"[^"\n]*"))[ \t]*;?[ \t]*$', re.MULTILINE)
_SPEC = re.compile(r'((?:[\w.]+[ \t]+)?"[^"\n]+")')
_STANDARD = re.compile(r'"(?:[a-z0-9]+/)*([a-z]+)"')
_TEST = re.compile(r"^func[ ]+(Test\w*)[ ]*\(\w+[ ]+\*testing\.T\)", re.MULTILINE)
_OPENED = re.compile(r"^func[ ]+Test\w*[ ]*\(\w+[ ]+\*testing\.T\)[ ]*\{", re.MULTILINE)
"""For sources: what they import, of it what is Go's own and has its last word as its name, and their tests."""


def untested(tests: str) -> str | None:
    """Why tests prove nothing; see Language."""
    return None if _TEST.search(tests) else "there is no function `Test…(t *testing.T)`"


def behind(code: str, tests: str, word: str) -> str:
    """The tests are functions for `go test`; they and the program may import the same, each once.

    What neither uses is left out, as HumanEval-X does: a program that goes on from a head may need less than that has.
    """
    heads = "".join(found[1] or found[2] for part in (code, tests) for found in _IMPORT.finditer(uncommented(part)))
    more, uses = unimported(code + tests)
    specs = set(
        filter(partial(_used, uncommented(code + tests)), _SPEC.findall(heads + more.replace("import ", "")))
    ) | {'"testing"'}
    specs -= {'"unsafe"'}  # with it a program could look for the word
    testify = {one for one in specs if "stretchr/testify" in one}
    ours = 'import tmos "os"\nimport tmio "io"\n' + ('import tmreflect "reflect"\n' if testify else "")
    imports = "".join(f"import {one}\n" for one in sorted(specs - testify))
    body, checks = (_IMPORT.sub("", PACKAGE.sub("", part)) for part in (code, tests))
    run = _TESTING.replace("@TESTS@", ", ".join(_TEST.findall(checks))).replace("@WORD@", word)
    checks = _OPENED.sub(lambda found: found[0] + _TRUTH, checks)
    shown = _READ.replace("@WORD@", word) + MAIN.sub("func mainOfTheAnswer(", body)
    return f"package main\n{ours}{imports}{shown}\n{checks}\n{uses}{_TESTIFY if testify else ''}{run}"


def _used(code: str, spec: str) -> bool:
    known = _STANDARD.fullmatch(spec)
    return known is None or re.search(rf"\b{known[1]}\.", code) is not None

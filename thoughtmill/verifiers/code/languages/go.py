"""Go, built by its own tool. How a function is called there: by reflection."""

import re

from thoughtmill.verifiers.code.languages.go_source import MAIN, PACKAGE, unimported
from thoughtmill.verifiers.code.languages.go_tests import behind, untested
from thoughtmill.verifiers.code.languages.language import (
    HOME,
    PROGRAM,
    SOURCE,
    UNSAYABLE,
    Language,
    installed,
    uncommented,
)

_CALL = """
func main() {
	said, _ := tmio.ReadAll(tmos.Stdin)
	result := tmos.Stdout
	tmos.Stdout, _ = tmos.OpenFile("/dev/null", 1, 0)
	var parts []tmjson.RawMessage
	tmMust(tmjson.Unmarshal(said, &parts))
	called := tmreflect.ValueOf(@FUNCTION@)
	if called.Type().NumIn() != len(parts) { tmos.Exit(3) }
	var given []tmreflect.Value
	for i, part := range parts {
		one := tmreflect.New(called.Type().In(i)).Elem()
		tmGet(part, one)
		given = append(given, one)
	}
	found, out := called.Call(given), []byte("null")
	if len(found) > 0 { out = tmPut(found[0], "@LETTERS@") }
	result.Write(out)
	tmos.Exit(0)
}
func tmMust(err error) { if err != nil { tmos.Exit(3) } }
func tmHas(kind tmreflect.Type, name string) bool {
	if kind.Kind() != tmreflect.Ptr || kind.Elem().Kind() != tmreflect.Struct { return false }
	_, there := kind.Elem().FieldByName(name)
	return there
}
func tmGet(said tmjson.RawMessage, to tmreflect.Value) {
	kind := to.Type()
	switch {
	case kind.Kind() == tmreflect.Slice:
		var parts []tmjson.RawMessage
		tmMust(tmjson.Unmarshal(said, &parts))
		to.Set(tmreflect.MakeSlice(kind, len(parts), len(parts)))
		for i, part := range parts { tmGet(part, to.Index(i)) }
	case kind.Kind() == tmreflect.Map:
		var parts map[string]tmjson.RawMessage
		tmMust(tmjson.Unmarshal(said, &parts))
		to.Set(tmreflect.MakeMap(kind))
		for name, part := range parts {
			key, value := tmreflect.New(kind.Key()).Elem(), tmreflect.New(kind.Elem()).Elem()
			quoted, _ := tmjson.Marshal(name)
			number, err := tmstrconv.Atoi(name)
			if sort := kind.Key().Kind(); err == nil && sort != tmreflect.String && sort != tmreflect.Uint8 {
				quoted = []byte(tmstrconv.Itoa(number))
			}
			tmGet(quoted, key)
			tmGet(part, value)
			to.SetMapIndex(key, value)
		}
	case (kind.Kind() == tmreflect.Uint8 || kind.Kind() == tmreflect.Int32) && said[0] == 34:
		var text string
		tmMust(tmjson.Unmarshal(said, &text))
		letters := []rune(text)
		if len(letters) != 1 || kind.Kind() == tmreflect.Uint8 && letters[0] > 255 { tmos.Exit(3) }
		to.Set(tmreflect.ValueOf(letters[0]).Convert(kind))
	case tmHas(kind, "Val") && tmHas(kind, "Next"):
		var parts []tmjson.RawMessage
		tmMust(tmjson.Unmarshal(said, &parts))
		for _, part := range parts {
			to.Set(tmreflect.New(kind.Elem()))
			tmGet(part, to.Elem().FieldByName("Val"))
			to = to.Elem().FieldByName("Next")
		}
	case tmHas(kind, "Val") && tmHas(kind, "Left") && tmHas(kind, "Right"):
		var parts []tmjson.RawMessage
		tmMust(tmjson.Unmarshal(said, &parts))
		open := []tmreflect.Value{to}
		for _, part := range parts {
			if len(open) == 0 { tmos.Exit(3) }
			if string(part) != "null" {
				open[0].Set(tmreflect.New(kind.Elem()))
				tmGet(part, open[0].Elem().FieldByName("Val"))
				open = append(open, open[0].Elem().FieldByName("Left"), open[0].Elem().FieldByName("Right"))
			}
			open = open[1:]
		}
	default:
		tmMust(tmjson.Unmarshal(said, to.Addr().Interface()))
	}
}
func tmList(items [][]byte) []byte {
	return append(append([]byte("["), tmbytes.Join(items, []byte(","))...), 93)
}
func tmLeaves(kind tmreflect.Type) int {
	switch kind.Kind() {
	case tmreflect.Slice, tmreflect.Array: return tmLeaves(kind.Elem())
	case tmreflect.Map: return tmLeaves(kind.Key()) + tmLeaves(kind.Elem())
	case tmreflect.Int32, tmreflect.Uint8: return 1
	}
	return 0
}
func tmPut(one tmreflect.Value, letters string) []byte {
	kind := one.Type()
	var items [][]byte
	switch {
	case kind.Kind() == tmreflect.Slice || kind.Kind() == tmreflect.Array:
		for i := 0; i < one.Len(); i++ { items = append(items, tmPut(one.Index(i), letters)) }
		return tmList(items)
	case kind.Kind() == tmreflect.Uint8:
		if letters != "" && letters[0] != 'y' { return []byte(tmstrconv.FormatUint(one.Uint(), 10)) }
		said, _ := tmjson.Marshal(string(rune(one.Uint())))
		return said
	case kind.Kind() == tmreflect.Int32 && letters != "" && letters[0] == 'y':
		said, _ := tmjson.Marshal(string(rune(one.Int())))
		return said
	case kind.Kind() == tmreflect.Float64 || kind.Kind() == tmreflect.Float32:
		text := tmstrconv.FormatFloat(one.Float(), 'g', -1, 64)
		if text == "+Inf" { text = "Infinity" } else if text == "-Inf" { text = "-Infinity" }
		return []byte(text)
	case kind.Kind() == tmreflect.Map:
		inner := ""
		if at := tmLeaves(kind.Key()); at < len(letters) { inner = letters[at:] }
		for _, key := range one.MapKeys() {
			name := tmPut(key, letters)
			if name[0] != 34 { name = []byte(tmstrconv.Quote(string(name))) }
			items = append(items, append(append(name, 58), tmPut(one.MapIndex(key), inner)...))
		}
		return append(append([]byte("{"), tmbytes.Join(items, []byte(","))...), 125)
	case tmHas(kind, "Val") && tmHas(kind, "Next"):
		for ; !one.IsNil() && len(items) < 1000000; one = one.Elem().FieldByName("Next") {
			items = append(items, tmPut(one.Elem().FieldByName("Val"), letters))
		}
		return tmList(items)
	case tmHas(kind, "Val") && tmHas(kind, "Left") && tmHas(kind, "Right"):
		last := 0
		for open := []tmreflect.Value{one}; len(open) > 0 && len(items) < 1000000; open = open[1:] {
			if open[0].IsNil() { items = append(items, []byte("null")); continue }
			items = append(items, tmPut(open[0].Elem().FieldByName("Val"), letters))
			last = len(items)
			open = append(open, open[0].Elem().FieldByName("Left"), open[0].Elem().FieldByName("Right"))
		}
		return tmList(items[:last])
	}
	said, err := tmjson.Marshal(one.Interface())
	tmMust(err)
	return said
}
"""
_OURS = """import tmbytes "bytes"
import tmjson "encoding/json"
import tmio "io"
import tmos "os"
import tmreflect "reflect"
import tmstrconv "strconv"
"""
_NODES = {
    "ListNode": "type ListNode struct { Val int; Next *ListNode }\n",
    "TreeNode": "type TreeNode struct { Val int; Left *TreeNode; Right *TreeNode }\n",
}


def _whole(code: str) -> str:
    return code if PACKAGE.search(code) else f"package main\n{code}"


def _called(code: str, function: str) -> str:
    bare, body = uncommented(code), MAIN.sub("func mainOfTheAnswer(", PACKAGE.sub("", code))
    imports, uses = unimported(code)
    nodes = "".join(kind for name, kind in _NODES.items() if not re.search(rf"^type\s+{name}\b", bare, re.MULTILINE))
    head = re.search(rf"\bfunc\s+{function}\s*\((?:[^()]|\([^()]*\))*\)([^{{]*)", bare)
    named = re.findall(r"\b(?:rune|byte|int32|uint8)\b", head[1]) if head else []  # two names each, for reflection one
    letters = "".join("y" if one in ("rune", "byte") else "n" for one in named)
    call = _CALL.replace("@FUNCTION@", function).replace("@LETTERS@", letters)
    return f"package main\n{_OURS}{imports}{body}\n{uses}{nodes}{call}"


_SETTINGS = (
    "GOROOT=@HOME@ GOCACHE=/tmp/cache GOPATH=/tmp/go GO111MODULE=off GOTOOLCHAIN=local CGO_ENABLED=0 GOMAXPROCS=2"
)
GO = Language(
    name="go",
    marks=frozenset({"go", "golang"}),
    compile=(
        "/usr/bin/env",
        *_SETTINGS.split(),
        *(f"{HOME}/bin/go", "build", "-ldflags=-s -w", "-o", PROGRAM, f"{SOURCE}.go"),
    ),
    compilers=("go", "env"),
    command=(PROGRAM,),
    home=lambda: installed("go"),
    folders=("/usr/share/go-*",),
    own_mb=64,
    lacks=rf"{UNSAYABLE}|is not in (?:GOROOT|std)|cannot find package|undefined: (?:min|max|clear|unsafe)\b"
    r"|tmAsserts has no field",
    install="install Go (Debian, Ubuntu: apt-get install golang-go)",
    whole=_whole,
    called=_called,
    behind=behind,
    untested=untested,
)

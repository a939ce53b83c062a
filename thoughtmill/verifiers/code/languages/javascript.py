"""JavaScript, run by Node.js. How a function is called there; TypeScript is called alike."""

# ruff: noqa: E501  # lines of other languages

import json
import re
from functools import reduce

from thoughtmill.verifiers.code.languages.language import CANT, OWN, PROGRAM, UNSAYABLE, Language, uncommented

_HEAD = """var ListNode = function (val, next) { this.val = val === undefined ? 0 : val; this.next = next || null; };
var TreeNode = function (val, left, right) { this.val = val === undefined ? 0 : val; this.left = left || null; this.right = right || null; };
process.stdout.write = () => true;
"""
_TAIL = """
;(() => {
  const fs = require('fs');
  const say = one => {
    if (one === null || one === undefined) return 'null';
    if (typeof one === 'number') return Object.is(one, -0) ? '0' : String(one);
    if (typeof one === 'bigint' || typeof one === 'boolean') return String(one);
    if (typeof one === 'string') return JSON.stringify(one);
    if (Array.isArray(one) || ArrayBuffer.isView(one)) return '[' + Array.from(one, say).join(',') + ']';
    if (one instanceof Map) return say(Object.fromEntries(one));
    if (typeof one === 'object' && 'val' in one && 'next' in one) {
      const found = [];
      for (let node = one; node && found.length < 1e6; node = node.next) found.push(node.val);
      return say(found);
    }
    if (typeof one === 'object' && 'val' in one && 'left' in one && 'right' in one) {
      const found = [], open = [one];
      while (open.length && found.length < 1e6) {
        const node = open.shift();
        found.push(node ? say(node.val) : 'null');
        if (node) open.push(node.left, node.right);
      }
      while (found.length && found[found.length - 1] === 'null') found.pop();
      return '[' + found.join(',') + ']';
    }
    if (typeof one !== 'object' || one instanceof Set) {
      fs.writeSync(1, "@CANT@@UNSAYABLE@");
      process.exit(1);
    }
    return '{' + Object.entries(one).map(([name, value]) => JSON.stringify(name) + ':' + say(value)).join(',') + '}';
  };
  const args = JSON.parse(fs.readFileSync(0, 'utf8'));
  const done = value => {
    const text = Buffer.from(say(value));
    for (let at = 0; at < text.length;) at += fs.writeSync(1, text, at);
    process.exit(0);
  };
  const made = of => typeof of === 'function' && typeof of.prototype?.@NAME@ === 'function' ? new of() : of;
  const holds = of => typeof of?.@NAME@ === 'function';
  const exported = of => [of, of.Solution, of.default].map(made).find(one => holds(one) || typeof one === 'function');
  const call = of => holds(of) ? of.@NAME@(...args) : of(...args);
  const found = typeof @NAME@ === 'function' ? @NAME@(...args)
    : typeof Solution === 'function' ? new Solution().@NAME@(...args)
    : exported(module.exports) ? call(exported(module.exports))
    : import('@FILE@').then(of => call(exported(of)));
  if (found && typeof found.then === 'function') found.then(done); else done(found);
})();
""".replace("@UNSAYABLE@", UNSAYABLE).replace("@CANT@", CANT)
RUN, OWN_MB = ("/usr/bin/node", "--v8-pool-size=1", PROGRAM), 512
"""How Node.js is called: each of its threads, and room for code, take addresses that it can't start without."""
NODES = r"\b(?:ListNode|TreeNode)\b"
"""LeetCode's, of which nothing in the program says that an argument is one."""
_ASKED = re.compile(r"""(?:\brequire\s*\(|\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]{1,80})['"]""")
"""For the packages that a program asks for by `require`, `import` or `import()`."""
_OWN = re.compile(
    r"(?:node:|\.{0,2}/|(?:assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|"
    r"diagnostics_channel|dns|domain|events|fs|https?|http2|inspector|module|net|os|path|perf_hooks|process|punycode|"
    r"querystring|readline|repl|stream|string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|wasi|"
    r"worker_threads|zlib)(?:/|$))"
)
"""For those that Node.js has itself, and for files."""
_AT_HAND = {
    "_": "lodash",
    **dict.fromkeys(("MaxPriorityQueue", "MinPriorityQueue", "PriorityQueue"), "@datastructures-js/priority-queue"),
    "Queue": "@datastructures-js/queue",
    "Deque": "@datastructures-js/deque",
}
"""Names that LeetCode knows without their packages being asked for."""
_MODULE = re.compile(r"(?:^|[;}])[ \t]*(?:import\s*[\w{*'\"]|export\b)", re.MULTILINE)
"""For a program that may be a module; whether it is one, Node.js says."""
_FILE = f"{PROGRAM}.mjs"
"""Where a module lies, and looks for itself."""
LOAD = """const source = @SOURCE@;
let module_ = false;
try { new Function(source); } catch { module_ = true; }
if (module_) {
  Object.assign(globalThis, { require, module, exports });
  require('fs').writeFileSync('@FILE@', source);
  process.argv[1] = '@FILE@';
  import('@FILE@');
} else module._compile(source, '/tmp/program.js');
""".replace("@FILE@", _FILE)
"""Runs @SOURCE@, a text, as a module where it is one."""


def loaded(source: str) -> str:
    """A source that runs as a module where it is one."""
    return LOAD.replace("@SOURCE@", json.dumps(source)) if _MODULE.search(source) else source


def called(code: str, function: str) -> str:
    """A program whose function is called; see Language."""
    return f"{_HEAD}{code}{_TAIL.replace('@NAME@', function).replace('@FILE@', _FILE)}"


def absent(code: str) -> str | None:
    """A package that a program asks for, or uses as LeetCode has it at hand, and that Node.js does not bring along."""
    bare = uncommented(code)
    asked = next((one for one in _ASKED.findall(bare) if not _OWN.match(one)), None)
    if asked is not None:
        return asked
    for name, package in _AT_HAND.items():
        used = re.search(rf"(?<![\w.$'\"]){name}\.\w+\(" if name == "_" else rf"\bnew\s+{name}\b", bare)
        if used and not re.search(rf"\b(?:class|function|const|let|var)\s+{name}(?!\w)|[(,]\s*_\s*[,)]|\b_\s*=>", bare):
            return package
    return None


_SHEBANG = re.compile(r"\A#![^\n]*")
_BUILT_IN = (
    "Object Array String Number Boolean Math Map Set Symbol BigInt Date RegExp Error Reflect Promise Function "
    "isNaN isFinite parseInt parseFloat undefined NaN Infinity globalThis"
)
"""What tests mean by these names, if they declare none of them."""
_BEHIND = """const @WORD@ = (() => {
const fs = require('fs'), assert = require('assert'), load = require, { stringify, parse } = JSON, frozen = Object.freeze;
const { deleteProperty: drop, defineProperty: define, ownKeys, getOwnPropertyDescriptor: described } = Reflect;
const word = fs.readFileSync(0, 'utf8'), say = console.log, printed = console, owners = [Object, Array, String, Number, Boolean].map(one => one.prototype);
fs.ftruncateSync(0);
const kinds = [Object, Array, String, Number, Boolean, Map, Set, Symbol, BigInt, Date, RegExp], built = [...kinds, Math, JSON, Reflect];
const parents = [...kinds.map(one => one.prototype), ...[[], '', new Map(), new Set()].map(one => Object.getPrototypeOf(one[Symbol.iterator]()))];
const kept = [...built, ...parents].flatMap(owner => ownKeys(owner).map(key => [owner, key, described(owner, key)]));
const lock = () => {
  for (let i = 0; i < kept.length; i++) {
    const owner = kept[i][0], key = kept[i][1], was = kept[i][2];
    if (!was.configurable) continue;
    if (fast(key)) { if (changed(kept[i])) define(owner, key, was); continue; }
    const now = { ...was, configurable: false };
    if (i >= own && 'value' in was) {
      delete now.value; delete now.writable;
      now.get = () => was.value;
      now.set = function (value) {
        if (this === owner) throw new TypeError('built-in');
        define(this, key, { value, writable: true, enumerable: true, configurable: true });
      };
    } else if ('value' in was) now.writable = false;
    if (!define(owner, key, now)) throw new TypeError('built-in');
  }
};
const changed = one => fast(one[1]) && 'value' in one[2] && described(one[0], one[1])?.value !== one[2].value;
const fast = key => key === 'constructor' || key === 'next' || typeof key === 'symbol';
const own = built.flatMap(one => ownKeys(one)).length, given = [@GIVEN@];
frozen(assert); frozen(assert.strict);
const { isProxy } = require('util').types, { getPrototypeOf: parent, apply } = Reflect, { has, add } = Set.prototype, { forEach } = Map.prototype, { forEach: each } = Set.prototype;
const { exit } = process, standard = new Set([null]);
for (const key of ownKeys(globalThis)) { const kind = described(globalThis, key).value; if (typeof kind === 'function' && kind.prototype) standard.add(kind.prototype); }
standard.add(Buffer.prototype);
let untold = false;
const look = (one, seen) => {
  if (typeof one === 'function') untold = true;
  if (typeof one !== 'object' || one === null || untold || apply(has, seen, [one])) return;
  apply(add, seen, [one]);
  const kind = isProxy(one) ? one : parent(one);
  if (!apply(has, standard, [kind])) { untold = true; return; }
  const keys = ownKeys(one);
  for (let i = 0; i < keys.length; i++) {
    const at = described(one, keys[i]);
    if (at.get || at.set) untold = true; else look(at.value, seen);
  }
  if (kind === Map.prototype) apply(forEach, one, [(value, key) => { look(key, seen); look(value, seen); }]);
  if (kind === Set.prototype) apply(each, one, [value => look(value, seen)]);
};
const compares = ['equal', 'notEqual', 'deepEqual', 'notDeepEqual', 'deepStrictEqual', 'notDeepStrictEqual', 'partialDeepStrictEqual'];
const asserts = of => {
  const ours = Object.assign((...all) => of(...all), of);
  for (const name of compares) {
    const compare = of[name];
    if (compare) ours[name] = (one, other, ...said) => { compare(one, other, ...said); look(one, new Set()); look(other, new Set()); };
  }
  return ours;
};
const strict = asserts(assert.strict), loose = frozen(Object.assign(asserts(assert), { strict: strict }));
strict.strict = strict; frozen(strict);
const needed = name => name === 'assert' || name === 'node:assert' ? loose : name === 'assert/strict' || name === 'node:assert/strict' ? strict : load(name);
const asserting = (holds, ...said) => { if (!holds) throw new Error('an assertion fails: ' + said); };
return frozen({
require: needed,
console: frozen({ ...printed, assert: asserting }),
JSON: frozen({ parse, stringify: (...one) => {
  for (let i = 0; i < 5; i++) if (!drop(owners[i], 'toJSON')) throw new Error('toJSON');
  look(one[0], new Set());
  return stringify(...one);
} }),
given: i => given[i],
lock,
passed: () => {
  for (let i = 0; i < kept.length; i++) if (changed(kept[i])) throw new TypeError('built-in');
  if (untold) { say('@OWN@'); exit(1); } else say(word);
},
});
})();
@CODE@
;@WORD@.lock();
((require, console, JSON@NAMES@) => {
@TESTS@
})(@WORD@.require, @WORD@.console, @WORD@.JSON@VALUES@);
@WORD@.passed();
""".replace("@OWN@", OWN)
_LATER = re.compile(
    r"\b(?:async|await|setTimeout|setInterval|setImmediate|queueMicrotask|nextTick|rejects|doesNotReject)\b"
    r"|\.then\s*\(|['\"]node:test['\"]|\bprocess\s*\.\s*on\b"
)
_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
_DOES = re.compile(r"(?<![\w$.])(?!require\b|test\b)[\w$.]+\s*\(|\)\s*\(|\bthrow\b|\btest\s*\(")
_DECLARES = re.compile(
    r"\bfunction\b\s*\*?\s*[\w$]*\s*\([^()]*\)|\([^()]*\)\s*(?::\s*[\w<>\[\]]+\s*)?=>|\brequire\s*\([^()]*\)"
)
"""For tests: what would run behind the end of them; strings; what does something, where it stands in no braces."""


def untested(tests: str) -> str | None:
    """Why tests prove nothing; see Language."""
    bare = uncommented(tests)
    if later := _LATER.search(re.sub(_STRING, lambda one: one[0] if "node:test" in one[0] else "''", bare)):
        return f"they are asynchronous: {later[0]}"
    top, before = re.sub(_STRING, "''", bare), ""
    while top != before:
        before, top = top, re.sub(r"\{[^{}]*\}", " ", top)
    return None if _DOES.search(_DECLARES.sub(" ", top)) else "they declare something, and call nothing"


def behind(code: str, tests: str, name: str) -> str:
    """What tests use to compare is bound before the program begins, and what is built in is as it was and stays so.

    But for what Node.js takes short cuts by (iterators, constructors), which is four times slower once it can't change:
    that is put back before the tests, and looked at behind them.
    """
    bare = uncommented(tests)
    meant = [
        one
        for one in _BUILT_IN.split()
        if re.search(rf"(?<![\w$.]){one}\b", bare)
        and not re.search(rf"\b(?:const|let|var|function|class)\s+{one}\b", bare)
    ]
    places = {
        "@GIVEN@": ", ".join(meant),
        "@NAMES@": "".join(f", {one}" for one in meant),
        "@VALUES@": "".join(f", @WORD@.given({number})" for number in range(len(meant))),
        "@WORD@": name,
        "@TESTS@": tests,
        "@CODE@": _SHEBANG.sub("", code),
    }
    return reduce(lambda text, place: text.replace(*place), places.items(), _BEHIND)


JAVASCRIPT = Language(
    name="javascript",
    marks=frozenset({"javascript", "js", "node", "nodejs"}),
    command=RUN,
    tools=("node",),
    own_mb=OWN_MB,
    install="install Node.js (Debian, Ubuntu: apt-get install nodejs)",
    whole=loaded,
    called=lambda code, function: loaded(called(code, function)),
    uncallable=NODES,
    behind=lambda code, tests, name: loaded(behind(code, tests, name)),
    untested=untested,
    absent=absent,
)

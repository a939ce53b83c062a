"""JavaScript, run by Node.js. How a function is called there; TypeScript is called alike."""

# ruff: noqa: E501  # lines of other languages

import re

from thoughtmill.verifiers.code.languages.language import PROGRAM, UNSAYABLE, Language, around

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
    if (typeof one !== 'object' || one instanceof Set) throw new TypeError('@UNSAYABLE@');
    return '{' + Object.entries(one).map(([name, value]) => JSON.stringify(name) + ':' + say(value)).join(',') + '}';
  };
  const args = JSON.parse(fs.readFileSync(0, 'utf8'));
  const done = value => {
    const text = Buffer.from(say(value));
    for (let at = 0; at < text.length;) at += fs.writeSync(1, text, at);
    process.exit(0);
  };
  const found = typeof @NAME@ === 'function' ? @NAME@(...args)
    : typeof Solution === 'function' ? new Solution().@NAME@(...args)
    : (typeof module.exports === 'function' ? module.exports : module.exports.@NAME@)(...args);
  if (found && typeof found.then === 'function') found.then(done); else done(found);
})();
""".replace("@UNSAYABLE@", UNSAYABLE)
NODES = r"\b(?:ListNode|TreeNode)\b"
"""LeetCode's, of which nothing in the program says that an argument is one."""
_EXPORT = re.compile(r"^export\s+(?:default\s+)?(?=(?:async\s+)?(?:function|class|const|let|var)\b)", re.MULTILINE)


def called(code: str, function: str) -> str:
    """A program whose function is called; see Language."""
    return f"{_HEAD}{_EXPORT.sub('', code)}{_TAIL.replace('@NAME@', function)}"


JAVASCRIPT = Language(
    name="javascript",
    marks=frozenset({"javascript", "js", "node", "nodejs"}),
    command=("/usr/bin/node", PROGRAM),
    tools=("node",),
    install="install Node.js (Debian, Ubuntu: apt-get install nodejs)",
    called=called,
    uncallable=NODES,
    behind=around("""@CODE@
;(() => {
@TESTS@
})();
console.log("@WORD@");
"""),
)

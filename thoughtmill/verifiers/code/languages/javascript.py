"""JavaScript, run by Node.js."""

from thoughtmill.verifiers.code.languages.language import PROGRAM, Language

JAVASCRIPT = Language(
    name="javascript",
    marks=frozenset({"javascript", "js", "node", "nodejs"}),
    command=("/usr/bin/node", PROGRAM),
    tools=("node",),
    install="install Node.js (Debian, Ubuntu: apt-get install nodejs)",
    behind="""@CODE@
;(() => {
@TESTS@
})();
console.log("@WORD@");
""",
)

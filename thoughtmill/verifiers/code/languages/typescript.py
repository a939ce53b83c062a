"""TypeScript: its types are taken away by the compiler, not looked at; what is left is run by Node.js."""

# ruff: noqa: E501  # lines of other languages

from thoughtmill.verifiers.code.languages.javascript import NODES, absent, called
from thoughtmill.verifiers.code.languages.language import PROGRAM, SOURCE, Language, around

_FOLDERS = (
    "/usr/share/nodejs/typescript",
    "/usr/local/lib/node_modules/typescript",
    "/usr/lib/node_modules/typescript",
)
_COMPILE = f"""
const fs = require('fs'), ts = [{", ".join(map(repr, _FOLDERS))}].reduce((found, one) => {{ try {{ return found || require(one); }} catch {{ return found; }} }}, null);
const options = {{ target: 'es2020', module: 'commonjs', esModuleInterop: true }};
const {{ outputText, diagnostics }} = ts.transpileModule(fs.readFileSync(process.argv[1], 'utf8'), {{ compilerOptions: options, reportDiagnostics: true }});
for (const one of diagnostics) console.error('error: ' + ts.flattenDiagnosticMessageText(one.messageText, ' '));
if (diagnostics.length) process.exit(1);
fs.writeFileSync('{PROGRAM}', outputText);
"""
TYPESCRIPT = Language(
    name="typescript",
    marks=frozenset({"typescript", "ts"}),
    compile=("/usr/bin/node", "-e", _COMPILE, SOURCE),
    compilers=("node",),
    command=("/usr/bin/node", PROGRAM),
    tools=("node",),
    any_folder=_FOLDERS,
    install="install TypeScript (Debian, Ubuntu: apt-get install node-typescript; elsewhere: npm install -g typescript)",
    called=called,
    uncallable=NODES,
    absent=absent,
    behind=around("@CODE@\n;\n@TESTS@\nconsole.log('@WORD@');\n"),
)

"""TypeScript: its types are taken away, not looked at, by its compiler or a Node.js that can; Node.js runs the rest."""

# ruff: noqa: E501  # lines of other languages

import json
import shutil
import subprocess
from functools import lru_cache

from thoughtmill.verifiers.code.languages.javascript import LOAD, NODES, OWN_MB, RUN, absent, behind, called, untested
from thoughtmill.verifiers.code.languages.language import PROGRAM, SOURCE, Language

_FOLDERS = (
    "/usr/share/nodejs/typescript",
    "/usr/local/lib/node_modules/typescript",
    "/usr/lib/node_modules/typescript",
)
_COMPILE = f"""
const fs = require('fs'), strips = require('module').stripTypeScriptTypes, ts = [{", ".join(map(repr, _FOLDERS))}].reduce((found, one) => {{ try {{ return found || require(one); }} catch {{ return found; }} }}, null);
if (!ts) {{
  process.emitWarning = () => {{}};
  try {{
    const text = JSON.stringify(strips(fs.readFileSync(process.argv[1], 'utf8'), {{ mode: 'transform' }}));
    fs.writeFileSync('{PROGRAM}', {json.dumps(LOAD)}.replace('@SOURCE@', () => text));
  }} catch (error) {{ console.error('error: ' + error.code + ' ' + error.message); process.exit(1); }}
  process.exit(0);
}}
const options = {{ target: 'es2020', module: 'commonjs', esModuleInterop: true }};
const {{ outputText, diagnostics }} = ts.transpileModule(fs.readFileSync(process.argv[1], 'utf8'), {{ compilerOptions: options, reportDiagnostics: true }});
for (const one of diagnostics) console.error('error: ' + ts.flattenDiagnosticMessageText(one.messageText, ' '));
if (diagnostics.length) process.exit(1);
fs.writeFileSync('{PROGRAM}', outputText);
"""


@lru_cache(maxsize=1)
def _strips() -> bool:
    """Whether the Node.js of this machine takes types away by itself."""
    asked = ["node", "-p", "typeof require('module').stripTypeScriptTypes"]
    if shutil.which("node") is None:
        return False
    return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False).stdout.strip() == "function"


TYPESCRIPT = Language(
    name="typescript",
    marks=frozenset({"typescript", "ts"}),
    compile=("/usr/bin/node", "-e", _COMPILE, SOURCE),
    compilers=("node",),
    command=RUN,
    tools=("node",),
    own_mb=OWN_MB,
    any_folder=_FOLDERS,
    instead=_strips,
    install="install TypeScript (Debian, Ubuntu: apt-get install node-typescript; elsewhere: npm install -g typescript), "
    "or Node.js 22.13 or later",
    lacks="ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
    called=called,
    uncallable=NODES,
    absent=absent,
    behind=behind,
    untested=untested,
)

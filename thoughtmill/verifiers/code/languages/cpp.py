"""C++17, compiled by g++."""

from thoughtmill.verifiers.code.languages.language import PROGRAM, SOURCE, Language

CPP = Language(
    name="cpp",
    marks=frozenset({"cpp", "c++", "cc", "cxx", "c++17", "cpp17", "c++14", "c++11", "c++20"}),
    compile=("/usr/bin/g++", "-x", "c++", "-std=c++17", "-O2", "-pipe", "-s", "-o", PROGRAM, SOURCE),
    compilers=("g++", "as", "ld"),
    command=(PROGRAM,),
    install="install g++ (Debian, Ubuntu: apt-get install g++)",
    behind="""#include <assert.h>
#include <bits/stdc++.h>
#define main main_of_the_answer
@CODE@
#undef main
#undef NDEBUG
#include <assert.h>
@OPEN_TESTS@
    ::puts("@WORD@");
    return 0;
}
""",
)

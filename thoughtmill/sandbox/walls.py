"""The walls of a sandbox: what bubblewrap is told. Of the host only Python and the system's libraries are there."""

import os
import shutil
import sys
import sysconfig
from pathlib import Path

from thoughtmill.errors import CheckerBroken

HERE = Path(__file__).parent
PROGRAMS = {
    f"thoughtmill/sandbox/{file.relative_to(HERE)}": file
    for file in (*(HERE / f"{name}.py" for name in ("inside", "candidates", "usual")), *sorted(HERE.glob("talk/*.py")))
}
"""What runs there: where it lies inside, and here."""
START = (
    "import sys; sys.path.append('/'); from thoughtmill.sandbox.inside import main; "
    "main(*map(bytes.fromhex, sys.argv[1:]))"
)
PACKAGES = ("numpy", "numpy.libs", "sortedcontainers", "sympy", "mpmath", "networkx")
"""What programs may import beyond the standard library, where this Python has it."""
HOME = "/python"
NOBODY = 65_534
TOOLCHAIN = "/usr/toolchain"
NAMED = "THOUGHTMILL_SANDBOX"
"""Names another program than bubblewrap's that takes its options; whether its walls stand is looked at as ever."""
DEVICES = ("null", "zero", "urandom")
TO_INSTALL = "install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap); docs/sandbox.md says what else it needs"


def command(
    outer_at: int, told_at: int, inner: list[bytes], mapped_at: int | None = None, tools: tuple[str, ...] = ()
) -> list[str]:
    """The words that start a sandbox. `outer_at`: where it reads the outer filter, `told_at`: where it tells its ids.

    `mapped_at`: where it waits for users to be mapped (see `map_users`); by itself it maps nobody to who starts it.
    tools: compilers, linkers and their folders that are there as well, with the headers of the system.
    The program inside keeps what it needs to give each run mounts and a user; candidates keep nothing.
    Raises CheckerBroken where there is no bubblewrap.
    """
    named = os.environ.get(NAMED) or "bwrap"
    program = shutil.which(named)
    if program is None:
        raise CheckerBroken(f"the program {named}, to run code in a sandbox", "none on PATH", TO_INSTALL)
    return [
        program,
        *("--unshare-all", "--unshare-user", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"),
        *_user(mapped_at),
        *("--die-with-parent", "--new-session", "--as-pid-1", "--hostname", "sandbox"),
        *("--clearenv", "--setenv", "LD_LIBRARY_PATH", f"{HOME}/lib"),
        *_python(),
        *_tools(tools),
        *("--perms", "0500", "--dir", "/tmp"),  # noqa: S108  # each run mounts its own there
        *(word for device in DEVICES for word in ("--dev-bind", f"/dev/{device}", f"/dev/{device}")),
        *("--remount-ro", "/", "--chdir", "/"),
        *("--seccomp", str(outer_at), "--info-fd", str(told_at)),
        *("--", f"{HOME}/bin/python", "-I", "-S", "-B", "-X", "utf8", "-c", START, *(one.hex() for one in inner)),
    ]


def _user(mapped_at: int | None) -> list[str]:
    if mapped_at is None:
        return ["--uid", str(NOBODY), "--gid", str(NOBODY)]
    rights = ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    return ["--uid", "0", "--gid", "0", *rights, "--userns-block-fd", str(mapped_at)]


def map_users(first: int) -> None:
    """Root alone: map root, who mounts, and nobody, who runs candidates, into the sandbox. Raises CheckerBroken."""
    try:
        for kind in ("uid_map", "gid_map"):
            Path(f"/proc/{first}/{kind}").write_text(f"0 0 1\n{NOBODY} {NOBODY} 1\n", encoding="ascii")
    except OSError as error:
        raise CheckerBroken(
            f"a root that may run programs as user {NOBODY}", f"{error}", "start it as a plain user"
        ) from error


def _python() -> list[str]:
    """Read-only: this Python under a name that tells nothing of where it lies, and the system's libraries.

    No /proc at all, of this machine or fresh: programs that compute need none, and containers seldom permit one.
    """
    real = Path(sys.base_prefix)
    interpreter = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    words = [
        word for folder in (HOME, f"{HOME}/bin", "/dev", "/etc", "/usr") for word in ("--dir", folder)
    ]  # open to nobody
    words += ["--ro-bind", str(interpreter), f"{HOME}/bin/python"]
    for inside, program in PROGRAMS.items():
        words += ["--ro-bind", str(program), f"/{inside}"]
    if real == Path("/usr"):
        words += ["--ro-bind", sysconfig.get_path("stdlib"), f"{HOME}/lib/{version}"]
    else:
        words += ["--ro-bind", str(real / "lib"), f"{HOME}/lib"]
    for folder in map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64")):
        if folder.is_symlink():
            words += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            words += ["--ro-bind", str(folder), str(folder)]
    return [*words, *_packages(), "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]


def _tools(tools: tuple[str, ...]) -> list[str]:
    """Read-only; under the names that compilers look for, and folders where they are."""
    words = ["--dir", "/usr/bin"] if tools else []
    for name in tools:
        if name.startswith("/"):
            above = reversed(Path(inside(name)).parents[:-1])
            words += [word for one in above for word in ("--dir", str(one))]  # open to nobody
            words += ["--ro-bind", name, inside(name)]
        elif place := shutil.which(name):
            words += ["--ro-bind", str(Path(place).resolve()), f"/usr/bin/{name}"]
    return [*words, *(("--ro-bind-try", "/usr/include", "/usr/include") if tools else ())]


def inside(folder: str) -> str:
    """Where a folder of tools lies in a sandbox: where it is, unless its path told of a home."""
    return folder if folder.startswith(("/usr/", "/etc/")) else TOOLCHAIN


def _packages() -> list[str]:
    """Read-only, and loaded by the programs alone that import them."""
    words = ["--dir", f"{HOME}/packages"]
    for site in dict.fromkeys((sysconfig.get_path("platlib"), sysconfig.get_path("purelib"))):
        for folder in (Path(site) / name for name in PACKAGES):
            if folder.is_dir():
                words += ["--ro-bind", str(folder), f"{HOME}/packages/{folder.name}"]
    return words

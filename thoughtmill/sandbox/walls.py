"""The walls of a sandbox: what bubblewrap is told. Of the host only Python and the system's libraries are there."""

import shutil
import sys
import sysconfig
from pathlib import Path

from thoughtmill.errors import CheckerBroken

PROGRAM = Path(__file__).with_name("inside.py")
HOME, TMP_BYTES = "/python", 32 * 2**20
NOBODY = "65534"
TO_INSTALL = "install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap); docs/sandbox.md says what else it needs"


def command(outer_at: int, told_at: int, inner: bytes) -> list[str]:
    """The words that start a sandbox. `outer_at`: where it reads the outer filter, `told_at`: where it tells its ids.

    Raises CheckerBroken where there is no bubblewrap.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise CheckerBroken("the program bwrap, to run code in a sandbox", "none on PATH", TO_INSTALL)
    return [
        program,
        *("--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL"),
        *("--die-with-parent", "--new-session", "--as-pid-1", "--hostname", "sandbox"),
        *("--clearenv", "--setenv", "LD_LIBRARY_PATH", f"{HOME}/lib"),
        *_python(),
        *("--perms", "0700", "--size", str(TMP_BYTES), "--tmpfs", "/tmp"),  # noqa: S108  # the sandbox's own
        *(
            word
            for device in ("null", "zero", "urandom")
            for word in ("--dev-bind", f"/dev/{device}", f"/dev/{device}")
        ),
        *("--remount-ro", "/", "--chdir", "/tmp"),  # noqa: S108  # as above
        *("--seccomp", str(outer_at), "--info-fd", str(told_at)),
        *("--", f"{HOME}/bin/python", "-I", "-S", "-B", "-X", "utf8", "/inside.py", inner.hex()),
    ]


def _python() -> list[str]:
    """Read-only: this Python under a name that tells nothing of where it lies, and the system's libraries.

    No /proc at all, of this machine or fresh: programs that compute need none, and containers seldom permit one.
    """
    real = Path(sys.base_prefix)
    interpreter = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    words = ["--ro-bind", str(interpreter), f"{HOME}/bin/python", "--ro-bind", str(PROGRAM), "/inside.py"]
    if real == Path("/usr"):
        words += ["--ro-bind", sysconfig.get_path("stdlib"), f"{HOME}/lib/{version}"]
    else:
        words += ["--ro-bind", str(real / "lib"), f"{HOME}/lib"]
    for folder in map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64")):
        if folder.is_symlink():
            words += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            words += ["--ro-bind", str(folder), str(folder)]
    return [*words, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]

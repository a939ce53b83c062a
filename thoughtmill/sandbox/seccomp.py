"""Filters for system calls, as the kernel reads them: what a candidate never needs is refused before it is looked at.

Two filters, one on top of the other. OUTER binds everything in a sandbox. INNER binds the candidate alone and refuses
new processes and programs as well, so that the one process that runs the candidate is all there is to watch and to end;
threads are allowed. Beyond the list, every call newer than the list is refused: a new kernel opens no new door.
"""

import errno
import platform
import struct

from thoughtmill.errors import CheckerBroken

NEWEST = 450
"""The highest number of a call that was looked at when the lists were made."""

OUTER: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # mounts and namespaces beyond those of a run
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # parts of the kernel with a history
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_setup": (206, 0),
    "modify_ldt": (154, None),
    "personality": (135, 92),
    "lookup_dcookie": (212, 18),
    "nfsservctl": (180, 42),
    # memory that no limit of a process counts, and talk
    "socket": (41, 198),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # the machine
    "fanotify_init": (300, 262),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "acct": (163, 89),
    "syslog": (103, 116),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "vhangup": (153, 58),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
}
"""Refused to everything in the sandbox; numbers on x86_64 and on aarch64, None where there is no such call."""

INNER: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "mount": (165, 40),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bind": (49, 200),
    "memfd_create": (319, 279),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
}
"""Refused to the candidate as well: processes, programs, mounts, namespaces, names, and what could slow down others."""

_CLONE, _CLONE3, _PRLIMIT = (56, 220), (435, 435), (302, 261)
_CLONE_THREAD, _CLONE_SPACES = 0x0001_0000, 0x7E02_0080
"""Flags of clone: a thread; any namespace."""
_ARCHITECTURES = {"x86_64": (0, 0xC000_003E), "aarch64": (1, 0xC000_00B7)}
_X32 = 0x4000_0000
_LOAD, _EQUAL, _ABOVE, _FROM, _BITS, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENT_AT = 0, 4, 16
_KILL, _ALLOW, _ERRNO = 0x8000_0000, 0x7FFF_0000, 0x0005_0000


def filters() -> tuple[bytes, bytes, bytes, bytes]:
    """The outer and the inner filters for this machine: of Python, of a program that is executed, of compilers.

    Raises CheckerBroken on a kind of machine that is not known.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        raise CheckerBroken(
            f"a machine of the kind {' or '.join(_ARCHITECTURES)}",
            machine,
            "judge questions with code on such a machine",
        )
    column, architecture = _ARCHITECTURES[machine]
    executed = {name: numbers for name, numbers in INNER.items() if name != "execve"}
    compiling = {name: numbers for name, numbers in executed.items() if name not in ("fork", "vfork")}
    return (
        _filter(OUTER, column, architecture),
        _filter(INNER, column, architecture, inner=True),
        _filter(executed, column, architecture, inner=True),
        _filter(compiling, column, architecture, inner=True, processes=True),
    )


def _filter(
    refused: dict[str, tuple[int | None, int | None]],
    column: int,
    architecture: int,
    *,
    inner: bool = False,
    processes: bool = False,
) -> bytes:
    """Instructions of (code, jump if true, jump if not, constant), eight bytes each."""
    program: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),  # calls in the tongue of another machine, with other numbers
        (_LOAD, 0, 0, _NUMBER_AT),
        (_FROM, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
        (_ABOVE, 0, 1, NEWEST),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_EQUAL, 0, 1, _CLONE3[column]),  # its flags can't be read here; without it the C library takes clone
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
    ]
    for numbers in refused.values():
        number = numbers[column]
        if number is not None:
            program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    if inner:
        program += [
            (_EQUAL, 0, 4, _CLONE[column]),
            (_LOAD, 0, 0, _ARGUMENT_AT),
            (_BITS, *((0, 1, _CLONE_SPACES) if processes else (1, 0, _CLONE_THREAD))),
            (_RETURN, 0, 0, _ERRNO | errno.EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ]
        program += [
            (_EQUAL, 0, 4, _PRLIMIT[column]),
            (_LOAD, 0, 0, _ARGUMENT_AT),
            (_EQUAL, 1, 0, 0),  # limits of its own, which only go down; not those of another process
            (_RETURN, 0, 0, _ERRNO | errno.EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ]
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)

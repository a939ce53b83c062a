"""The port of a Prefect server on this machine."""

import socket
import subprocess
import sys

import pytest

from deployments.local_prefect import port_of_ours
from tests.conftest import ROOT
from thoughtmill.errors import PrefectDown

HOLD = "from deployments.local_prefect import port_of_ours\nwith port_of_ours(None) as port: print(port); input()"


def test_two_that_start_at_once_have_each_a_port_of_their_own_though_neither_listens_yet() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdin
        theirs = int(other.stdout.readline())
        with port_of_ours(None) as port:
            assert port != theirs
        with pytest.raises(PrefectDown), port_of_ours(theirs):
            pass
        other.stdin.close()
    with port_of_ours(theirs) as again, socket.create_server(("127.0.0.1", again)):
        assert again == theirs, "free again with the end of who held it, and to be listened on"

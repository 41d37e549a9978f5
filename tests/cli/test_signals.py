"""What the system asks of the bot is heard, whenever it comes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import os, signal
from bot.cli.signals import Signals
signals = Signals()
{early}
print("ready", flush=True)
while not signals.ended():
    print("look again", flush=True)
"""


def _start(early: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _SCRIPT.format(early=early)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )


def test_a_signal_that_comes_before_anybody_waits_is_not_lost() -> None:
    """SIGHUP and SIGTERM during the start: both are heard as soon as somebody asks."""
    early = "os.kill(os.getpid(), signal.SIGHUP); os.kill(os.getpid(), signal.SIGTERM)"
    with _start(early) as running:
        out, _ = running.communicate(timeout=30)
    assert out.split(b"\n") == [b"ready", b"look again", b""]
    assert running.returncode == 0


def test_sighup_goes_on_and_sigterm_and_ctrl_c_end() -> None:
    """Also where Ctrl-C was switched off by the shell, as in the background."""
    for number in (signal.SIGTERM, signal.SIGINT):
        with _start("signal.signal(signal.SIGINT, signal.SIG_IGN)") as running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            os.kill(running.pid, signal.SIGHUP)
            assert running.stdout.readline() == b"look again\n"
            os.kill(running.pid, number)
            assert running.wait(30) == 0

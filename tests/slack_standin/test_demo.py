"""`python -m tests.slack_standin`: the page for a person, with the bot started beside it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
PRINTS_SETTINGS = "import os, time; print(os.environ['SLACK_API_BASE_URL'], flush=True); time.sleep(60)"


@pytest.fixture
def demo() -> Iterator[subprocess.Popen[str]]:
    """The program on a free port with a command that prints its settings."""
    command = [sys.executable, "-m", "tests.slack_standin", "--port", "0", "--", sys.executable, "-c", PRINTS_SETTINGS]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"}, stdout=-1, text=True
    ) as process:
        yield process
        process.kill()


def test_the_program_serves_the_page_and_starts_the_bot(demo: subprocess.Popen[str]) -> None:
    """It says where to look, gives the bot its settings, furnishes the workspace and ends on Ctrl-C."""
    assert demo.stdout is not None
    address = demo.stdout.readline().split()[1].rstrip("/")
    assert demo.stdout.readline().strip() == f"{address}/api/"
    with urlopen(f"{address}/standin/view?user=wei", timeout=5) as response:  # noqa: S310 - loopback
        seen = json.load(response)
    assert [channel["name"] for channel in seen["channels"]] == ["ops", "storage", "incident-42", "juicefs-bot"]
    assert {user["locale"] for user in seen["users"]} == {"en-US", "zh-CN"}
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=15) == 0


def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    """Two demos at once: the second says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "tests.slack_standin", "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr == f"Error: Port {port} is taken; --port 0 takes a free one.\n"

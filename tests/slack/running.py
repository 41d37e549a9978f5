"""The real `juicefs-bot serve` in a process of its own, with a log database of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.cli.running import run
from tests.slack_standin import Slack

ROOT = Path(__file__).parents[2]
_ENDS_WITHIN = 60.0
"""Ten seconds of grace for what was begun, three for telling people, five for the socket; the rest if it is busy."""


class Bot:
    """One installation: its folder with the log, its settings, and the process when it runs."""

    def __init__(
        self,
        slack: Slack,
        folder: Path,
        settings: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        *,
        through: Sequence[str] = (),
    ) -> None:
        """`through` is a command that starts the process and becomes it."""
        self._arguments = arguments
        self._through = through
        self._slack = slack
        self._folder = folder
        own = {"JUICEFS_BOT_DB": str(folder / "log.db"), "PYTHONPATH": str(ROOT)}
        self._env = {**slack.env(), **own, **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Whatever became of the scenario, no process stays behind."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def start(self) -> Self:
        """Start the process and wait until Slack hears of it."""
        opened = self._slack.wire.opened
        self.launch()
        self._slack.wait_for(lambda: self._slack.wire.opened > opened, timeout=15, what=f"a connection\n{self.output}")
        return self

    def beside(self) -> "Bot":
        """A second process of the same installation, started: it has the same log and the same settings."""
        return Bot(self._slack, self._folder, self._env).start()

    def with_settings(self, settings: Mapping[str, str]) -> "Bot":
        """The same installation with further settings, not started."""
        return Bot(self._slack, self._folder, {**self._env, **settings})

    def launch(self) -> None:
        """Start the process and wait for nothing."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUICEFS_BOT_", "SLACK_"))}
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [*self._through, sys.executable, "-m", "bot", "serve", *self._arguments],
                cwd=self._folder,
                env=clean | self._env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def kill(self) -> None:
        """`kill -9`: it has no time for anything."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_ENDS_WITHIN)
        self._slack.wait_for(lambda: self._slack.wire.connections == 0, what="the connection of a dead process to end")

    def stop(self) -> int:
        """End it as Kubernetes and systemd do, with SIGTERM; gives its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended by itself; gives its exit code."""
        assert self._process is not None
        try:
            return self._process.wait(_ENDS_WITHIN)
        finally:
            self._process.kill()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def noted(self, event: str) -> list[dict[str, Any]]:
        """The log lines about an event so far; a line that a full disk cut off is none."""
        lines = (_line(line) for line in self.output.splitlines() if line.startswith("{"))
        return [found for found in lines if found.get("event") == event]

    def port(self, event: str = "listening") -> int:
        """Where it listens now, as its log says."""
        noted = self._slack.wait_for(lambda: self.noted(event), timeout=15, what=f"{event}\n{self.output}")
        return int(noted[-1]["port"])

    @property
    def folder(self) -> Path:
        """Where its log lies."""
        return self._folder

    @property
    def pid(self) -> int:
        """The process' number."""
        assert self._process is not None
        return self._process.pid

    @property
    def output(self) -> str:
        """Everything that it ever printed."""
        path = self._folder / "output"
        return path.read_text("utf-8") if path.exists() else ""

    def stores(self, words: str) -> bool:
        """Whether these words stand anywhere in its folder: in the log's file, its journal, or what it printed."""
        return any(words.encode() in path.read_bytes() for path in self._folder.iterdir())

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query of the log gives to somebody who reads beside the bot."""
        with sqlite3.connect(f"file:{self._folder / 'log.db'}?mode=ro", uri=True) as log:
            found = log.execute(sql, values).fetchall()
        log.close()
        return found

    def soon(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query of the log gives as soon as that is anything: an answer is stored after it was posted."""
        return self._slack.wait_for(lambda: self.rows(sql, *values), what=f"something in the log for {sql}")

    def log(self, *words: str) -> str:
        """What `juicefs-bot log WORDS` prints."""
        done = run("log", *words, cwd=self._folder, env=self._env)
        assert done.returncode in (0, 1), done.stderr.decode()
        return done.stdout.decode()


def _line(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {}
    return found

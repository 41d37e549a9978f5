"""The bot in Slack as people wait for it: the real process against the stand-in workspace on loopback."""

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import rows
from tests.slack.pastes import DESCRIBE, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import ROOT, Bot
from tests.slack_standin import Slack, load_manifest

ROUNDS = 25
"""Times four pastes: each into a channel of its own, because a channel takes one post a second."""
STARTS = 5
_PASTES = (NOT_REGISTERED, DESCRIBE, MOUNT_LOST, NO_PASSWORD)


def table() -> str:
    """Paste to posted answer, start to connected, and memory, beside what is wanted of each."""
    with (
        Slack(manifest=load_manifest(ROOT / "deploy" / "slack-manifest.yaml")) as slack,
        TemporaryDirectory() as folder,
    ):
        starts = sorted(_start(slack, Path(folder)) for _ in range(STARTS))
        bot = Bot(slack, Path(folder)).start()
        idle = _memory(bot.pid)
        waits = sorted(_answered(slack, number) for number in range(ROUNDS * len(_PASTES)))
        after = _memory(bot.pid)
        bot.stop()
    p95 = waits[int(len(waits) * 0.95)]
    return rows(
        f"In Slack (stand-in on loopback, {len(waits)} pastes)",
        [
            ("paste to posted answer, p50", f"{statistics.median(waits):8.1f} ms   (wanted: 50)"),
            ("paste to posted answer, p95", f"{p95:8.1f} ms   (wanted: 150)"),
            ("start to connected, median", f"{statistics.median(starts):8.2f} s    (wanted: 1.5)"),
            ("memory when idle", f"{idle:8.1f} MB   (wanted: 70)"),
            (f"memory after {len(waits)} answers", f"{after:8.1f} MB"),
        ],
    )


def _start(slack: Slack, folder: Path) -> float:
    """Seconds from the start of a process to its connection."""
    before = time.perf_counter()
    bot = Bot(slack, folder).start()
    took = time.perf_counter() - before
    bot.stop()
    return took


def _answered(slack: Slack, number: int) -> float:
    """Milliseconds from a person's message to the call that posts the answer."""
    before = time.monotonic()
    paste = slack.user("ana").posts(_PASTES[number % len(_PASTES)], channel=f"#bench-{number}")
    slack.wait_for_answer(paste)
    posted = next(call for call in reversed(slack.calls("chat.postMessage")) if call.args["thread_ts"] == paste)
    return (posted.at - before) * 1000


def _memory(pid: int) -> float:
    """Resident megabytes of a process, once it has come to rest."""
    time.sleep(1)
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

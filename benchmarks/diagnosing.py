"""A diagnosis over a real kube-apiserver with 5,000 other pods and 2,000 PVs, as the bot's own role."""

import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import rows
from bot.cli.cluster import snapshot_of
from bot.cli.inputs import ready_index
from bot.core.objects.target import Target
from bot.flow.diagnosing import diagnose_snapshot
from tests.control_plane.fixture import serving
from tests.control_plane.server import BOT, BOT_USER, missing
from tests.edge.cluster.test_real_server import crowd
from tests.scenes.scene import Scene, load
from tests.scenes.shift import shifted

ROUNDS = 7
PODS, VOLUMES = 5_000, 2_000
_TITLE = f"A diagnosis, over a real API server with {PODS:,} other pods and {VOLUMES:,} PVs"


_MEASURED = """
import os, sys, time
started = time.perf_counter()
nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere), 0)
print(time.perf_counter() - started, usage.ru_maxrss)
sys.exit(status != 0)
"""
"""Runs its arguments; prints seconds and kilobytes.  A small process does it: Linux counts the memory of whoever starts
a program as that program's own peak, and the one that measures is larger than the bot."""


def table() -> str:
    """Cold and warm, requests and memory, beside what is wanted of each."""
    if missing():
        return rows(_TITLE, [("not measured", missing())])
    with TemporaryDirectory() as folder, serving(Path(folder)) as kube:
        scene = kube.show(shifted(load("healthy"), datetime.now(UTC)))
        kube.filler.put(crowd(scene, PODS, VOLUMES))
        config = kube.plane.kubeconfig(BOT)
        cold = sorted(_cold(scene, config) for _ in range(ROUNDS))
        before = len(kube.plane.audit(BOT_USER))
        read, judged = _warm(scene, config)
        asked = (len(kube.plane.audit(BOT_USER)) - before) / ROUNDS
    memory = max(memory for _, memory in cold)
    return rows(
        _TITLE,
        [
            ("cold, start to answer, median", f"{statistics.median(s for s, _ in cold):8.2f} s    (wanted: 3)"),
            ("warm, read and judged, median", f"{read + judged:8.2f} s    (wanted: 2)"),
            ("of that judging", f"{judged * 1000:8.1f} ms"),
            ("requests", f"{asked:8.0f}      (wanted: 30)"),
            ("peak memory of the command", f"{memory:8.1f} MB   (wanted: 150)"),
        ],
    )


def _cold(scene: Scene, config: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of the command in a process of its own."""
    arguments = [sys.executable, "-m", "bot", "diagnose", str(scene.pod), "--kubeconfig", str(config)]
    measured = [sys.executable, "-S", "-c", _MEASURED, *arguments]
    done = subprocess.run(measured, stdout=subprocess.PIPE, check=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def _warm(scene: Scene, config: Path) -> tuple[float, float]:
    """Median seconds of reading and of judging in a process that is up."""
    index, reads, judgings = ready_index(None), [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        snapshot = snapshot_of(Target(scene.pod), kubeconfig=config)
        reads.append(time.perf_counter() - started)
        started = time.perf_counter()
        diagnose_snapshot(snapshot, index, None)
        judgings.append(time.perf_counter() - started)
    return statistics.median(reads), statistics.median(judgings)

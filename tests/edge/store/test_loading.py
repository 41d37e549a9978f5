"""What the log costs before it holds anything."""

import subprocess
import sys

LOADED = "import bot.edge.store, sys; print('numpy' in sys.modules); import numpy; print(numpy.array([1]).sum())"


def test_the_log_does_not_load_numpy_and_leaves_it_to_others() -> None:
    """sqlite-utils takes numpy where it is installed; the bot spends no memory on that, and plots still have it."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1"]

"""`make demo`: the bot in a stand-in for Slack, to be tried in a browser without a workspace.

The real `juicefs-bot serve` runs beside it, with deploy/slack-manifest.yaml and a log that is gone afterwards.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.slack_standin.__main__ import main as standin

ROOT = Path(__file__).parents[1]
TRY_THIS = "juicefs mount pod is back, but: df: /data: Transport endpoint is not connected"


def main() -> None:
    """Serve until Ctrl-C; the arguments are the stand-in's, such as `--port 9000`."""
    click.echo(f"Write as Ana or Wei, in a channel or to the bot. For example: {TRY_THIS}")
    manifest = str(ROOT / "deploy" / "slack-manifest.yaml")
    with TemporaryDirectory(prefix="juicefs-bot-demo-") as folder:
        os.environ["JUICEFS_BOT_DB"] = str(Path(folder) / "log.db")
        standin(["--manifest", manifest, *sys.argv[1:], "--", sys.executable, "-m", "bot", "serve"])


if __name__ == "__main__":
    main()

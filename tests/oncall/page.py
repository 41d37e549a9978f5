"""`python -m tests.oncall.page`: play the shift on scenes, and write what was said into docs/oncall.md."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.oncall.shift import Shift, play
from tests.scenes.scene import Scene
from tests.scenes.served import served
from tests.slack.running import ROOT, Bot
from tests.slack_standin import QUICK, PostingLimit, Slack, load_manifest

PAGE = ROOT / "docs" / "oncall.md"
_BEGINS, _ENDS = "```text shift\n", "\n```\n"


def main() -> int:
    """Write the page anew; 0."""
    with TemporaryDirectory() as work, served(Path(work)) as shown:
        said = played(Path(work), shown.kubeconfig, shown.show)
    page = PAGE.read_text("utf-8")
    before, _, after = page.partition(_BEGINS)
    PAGE.write_text(before + _BEGINS + said + _ENDS + after.partition(_ENDS)[2], "utf-8")
    return 0


def transcript(page: str) -> str:
    """The play as the page tells it."""
    return page.partition(_BEGINS)[2].partition(_ENDS)[0]


def played(work: Path, kubeconfig: Path, show: Callable[[Scene], Scene]) -> str:
    """What is said in a whole shift; the bot's log lies in *work*."""
    manifest = load_manifest(ROOT / "deploy" / "slack-manifest.yaml")
    with Slack(timing=QUICK, manifest=manifest, posting=PostingLimit()) as slack:
        bot = Bot(slack, work, {"KUBECONFIG": str(kubeconfig)}).start()
        shift = Shift(slack, bot, show)
        try:
            play(shift)
        finally:
            bot.stop()
    return "\n".join(shift.said)


if __name__ == "__main__":
    sys.exit(main())

"""One workspace and one bot process for each module; a channel of its own for each scenario."""

from collections.abc import Iterator, Mapping

import pytest

from tests.slack.running import ROOT, Bot
from tests.slack_standin import QUICK, Manifest, Person, PostingLimit, Slack, load_manifest


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    """What the app may do and hear: exactly what deploy/slack-manifest.yaml asks for."""
    return load_manifest(ROOT / "deploy" / "slack-manifest.yaml")


@pytest.fixture(scope="module")
def settings() -> Mapping[str, str]:
    """Further settings of the bot; a module may override this."""
    return {}


@pytest.fixture(scope="module")
def slack(manifest: Manifest) -> Iterator[Slack]:
    """A workspace that limits posting as Slack does."""
    with Slack(timing=QUICK, manifest=manifest, posting=PostingLimit()) as running:
        yield running


@pytest.fixture(scope="module")
def bot(slack: Slack, settings: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The real process, connected.  It ends in order; what it printed holds no trace, no token and nobody's text."""
    running = Bot(slack, tmp_path_factory.mktemp("bot"), settings)
    yield running.start()
    assert running.stop() == 0
    assert "Traceback" not in running.output
    assert not [words for words in ("attacher.MountDevice", "NOAUTH", "retro on") if words in running.output]
    assert not [token for token in (slack.bot_token, slack.app_token) if running.stores(token)]


@pytest.fixture
def room(request: pytest.FixtureRequest, bot: Bot) -> Iterator[str]:
    """The name of a public channel with the bot in it, where nobody has said anything yet."""
    printed = len(bot.output)
    yield f"#{request.node.name.removeprefix('test_').replace('_', '-').replace('[', '-').strip(']')}"
    print(bot.output[printed:])  # noqa: T201 - shown beside a scenario that failed


@pytest.fixture
def ana(slack: Slack) -> Person:
    """A person with an English Slack."""
    return slack.user("ana")


@pytest.fixture
def wei(slack: Slack) -> Person:
    """A person with a Chinese Slack."""
    return slack.user("wei", locale="zh-CN", tz="Asia/Shanghai", tz_offset=28_800)

"""The language of a reply: that of the words beside the paste, else that of the reader's Slack, else the setting."""

from collections.abc import Mapping

import pytest

from tests.slack.pastes import CHINESE, DESCRIBE, NOT_REGISTERED, NOT_REGISTERED_TITLE, NOT_REGISTERED_TITLE_ZH
from tests.slack_standin import Person, Slack


@pytest.fixture(scope="module")
def settings() -> Mapping[str, str]:
    """A team that set Chinese."""
    return {"JUICEFS_BOT_LANG": "zh"}


def _title(slack: Slack, ts: str) -> str:
    return slack.read(slack.wait_for_answer(ts)).split("\n")[0]


def test_a_question_in_chinese_is_answered_in_chinese(slack: Slack, ana: Person, room: str) -> None:
    """The words count, also when the writer's Slack is English."""
    assert NOT_REGISTERED_TITLE_ZH in _title(slack, ana.posts(CHINESE, channel=room))


def test_a_question_in_english_is_answered_in_english(slack: Slack, wei: Person, room: str) -> None:
    """The words count, also when the writer's Slack is Chinese and so is the setting."""
    assert NOT_REGISTERED_TITLE in _title(slack, wei.posts(DESCRIBE, channel=room))


def test_a_bare_error_is_answered_in_the_language_of_its_writers_slack(
    slack: Slack, ana: Person, wei: Person, room: str
) -> None:
    """Error lines are English everywhere: they tell nothing about their reader."""
    assert NOT_REGISTERED_TITLE_ZH in _title(slack, wei.posts(NOT_REGISTERED, channel=room))
    assert NOT_REGISTERED_TITLE in _title(slack, ana.posts(NOT_REGISTERED, channel=room))


def test_where_nothing_tells_the_setting_decides(slack: Slack, room: str) -> None:
    """A French Slack and a bare error: the team's setting it is."""
    chloe = slack.user("chloe", locale="fr-FR")
    assert NOT_REGISTERED_TITLE_ZH in _title(slack, chloe.posts(NOT_REGISTERED, channel=room))


def test_the_words_of_the_bot_follow_the_readers_slack(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """`help` names no language; Wei gets it in Chinese, Ana in English."""
    assert "故障排查" in _title(slack, wei.mentions_bot("help", channel=room))
    assert "troubleshooting" in _title(slack, ana.mentions_bot("help", channel=room))

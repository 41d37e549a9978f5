"""The language of a person's Slack, and what they are called."""

from slack_sdk import WebClient

from bot.edge.slack.patience import Patience
from bot.edge.slack.people import KEPT_AFTER_FAILURE, KEPT_SECONDS, PATIENCE_SECONDS, People
from bot.model.text import Lang
from tests.slack_standin import Slack


def test_the_locale_tells_the_language(slack: Slack, client: WebClient) -> None:
    """Chinese of any region, English of any region, and no guess for others."""
    people = People(client, _patience([]))
    locales = {"zh-CN": Lang.ZH, "zh-TW": Lang.ZH, "en-US": Lang.EN, "en-GB": Lang.EN, "de-DE": None}
    found = {locale: people.lang(slack.user(locale, locale=locale).id) for locale in locales}
    assert found == locales


def test_a_person_has_a_name(slack: Slack, client: WebClient) -> None:
    """Asked for together with the language; who cannot be looked up is called by their id."""
    people = People(client, _patience([]))
    ana = slack.user("ana")
    assert (people.name(ana.id), people.lang(ana.id)) == ("ana", Lang.EN)
    assert len(slack.calls("users.info")) == 1
    assert people.name("U0NOBODY") == "U0NOBODY"


def test_a_person_is_looked_up_once_an_hour(slack: Slack, client: WebClient) -> None:
    """Every answer after the first is free."""
    now = [0.0]
    people = People(client, _patience([]), clock=lambda: now[0])
    ana = slack.user("ana")
    for at in (1.0, 2.0, KEPT_SECONDS + 3.0):
        now[0] = at
        people.lang(ana.id)
    assert len(slack.calls("users.info")) == 2


def test_a_person_who_cannot_be_looked_up_costs_no_answer(slack: Slack, client: WebClient) -> None:
    """There is no language then, and Slack is asked again a minute later."""
    now = [0.0]
    people = People(client, _patience([]), clock=lambda: now[0])
    wei = slack.user("wei", locale="zh-CN")
    slack.trouble.break_down("users.info")
    assert [people.lang(wei.id), people.lang(wei.id)] == [None, None]
    slack.trouble.end()
    now[0] = KEPT_AFTER_FAILURE + 1
    assert people.lang(wei.id) is Lang.ZH


def test_a_limit_is_waited_out_and_a_failure_borne_for_a_moment(slack: Slack, client: WebClient) -> None:
    """An answer in the wrong language costs its reader more than the wait."""
    waited: list[float] = []
    people = People(client, _patience(waited))
    slack.trouble.limit_times("users.info", times=1, retry_after=40)
    assert people.lang(slack.user("wei", locale="zh-CN").id) is Lang.ZH
    assert waited == [40.0]
    slack.trouble.break_down("users.info", times=2)
    assert people.lang(slack.user("lin", locale="zh-CN").id) is Lang.ZH
    slack.trouble.break_down("users.info")
    assert people.lang(slack.user("mei", locale="zh-CN").id) is None
    assert sum(waited) < 40 + 3 * PATIENCE_SECONDS


def _patience(waited: list[float]) -> Patience:
    """One that notes its pauses instead of making them."""

    def pause(seconds: float) -> bool:
        waited.append(seconds)
        return False

    return Patience(pause, PATIENCE_SECONDS)

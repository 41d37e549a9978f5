"""Modals and the Home tab, with the real Bolt app."""

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack_standin.clock import Timing
from tests.slack_standin.echo_bot import EchoBot, remember
from tests.slack_standin.render import live_mentions
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack

MODAL: Json = {
    "type": "modal",
    "callback_id": "solved",
    "title": {"type": "plain_text", "text": "What solved it?"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "words", "initial_value": "a restart"},
        },
        {
            "type": "input",
            "label": {"type": "plain_text", "text": "How sure"},
            "element": {
                "type": "static_select",
                "action_id": "sure",
                "options": [{"text": {"type": "plain_text", "text": "Very"}, "value": "very"}],
            },
        },
    ],
}
ACCEPT: Json = {"type": "button", "text": {"type": "plain_text", "text": "Accept"}, "action_id": "accept"}


def test_a_modal_is_filled_complained_about_and_closed(slack: Slack, bot: EchoBot, client: WebClient) -> None:
    """Values go by label or block_id, initial values stand, errors keep the modal open, an empty answer closes it."""
    ana = slack.user("ana")
    remember(bot.app, "command", "/solve")
    answers: list[Json] = [{"response_action": "errors", "errors": {"note": "too short"}}, {}]
    states: list[Json] = []

    def submitted(ack: Ack, view: Json) -> None:
        states.append(view["state"]["values"])
        ack(**answers[len(states) - 1])

    bot.app.view("solved")(submitted)
    client.views_open(trigger_id=ana.runs("/solve").trigger_id, view=MODAL)
    modal = ana.modal
    assert modal is not None
    assert modal.title == "What solved it?"
    ana.submits(modal, {"Note": "x", "How sure": "Very"}).acked()
    complained = slack.wait_for(lambda: top if (top := ana.modal) and top.errors else None)
    assert complained.errors == {"note": "too short"}
    assert states[0]["note"]["words"]["value"] == "x"
    (sure,) = (held["sure"] for held in states[0].values() if "sure" in held)
    assert sure["selected_option"]["value"] == "very"
    ana.submits(complained).acked()
    assert states[1]["note"]["words"]["value"] == "a restart"
    slack.wait_for(lambda: ana.modal is None)


def test_a_modal_can_be_updated_pushed_and_closed(slack: Slack, client: WebClient, bot: EchoBot) -> None:
    """views.update honours the hash, views.push stacks, closing tells the app when it asked to be told."""
    ana = slack.user("ana")
    remember(bot.app, "command", "/solve")
    closed: list[Json] = []

    def on_close(ack: Ack, body: Json) -> None:
        ack()
        closed.append(body)

    bot.app.view_closed("solved")(on_close)
    opened = client.views_open(trigger_id=ana.runs("/solve").trigger_id, view=MODAL)["view"]
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL | {"private_metadata": "x"})
    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)
    assert refused.value.response["error"] == "hash_conflict"
    client.views_push(trigger_id=ana.runs("/solve").trigger_id, view=MODAL | {"callback_id": "second"})
    second = ana.modal
    assert second is not None
    assert second.previous == opened["id"]
    ana.closes(second)
    first = ana.modal
    assert first is not None
    assert first.body["private_metadata"] == "x"
    ana.closes(first)
    slack.wait_for(lambda: closed)
    assert ana.modal is None


def test_a_trigger_opens_one_modal_and_only_for_a_short_time(bot: EchoBot, slack: Slack, client: WebClient) -> None:
    """A used, an invented and an expired trigger are refused, each with its error."""
    remember(bot.app, "command", "/solve")
    trigger = slack.user("ana").runs("/solve").trigger_id
    client.views_open(trigger_id=trigger, view=MODAL)
    for wrong, error in ((trigger, "exchanged_trigger_id"), ("1.2", "invalid_trigger_id")):
        with pytest.raises(SlackApiError) as refused:
            client.views_open(trigger_id=wrong, view=MODAL)
        assert refused.value.response["error"] == error
    with Slack(timing=Timing(trigger=0.0)) as hasty:
        late = hasty.user("ana").runs("/solve").trigger_id
        with pytest.raises(SlackApiError) as refused:
            WebClient(hasty.bot_token, base_url=hasty.api_url).views_open(trigger_id=late, view=MODAL)
        assert refused.value.response["error"] == "expired_trigger_id"


def test_the_home_tab_is_published_for_each_person(slack: Slack, bot: EchoBot, client: WebClient) -> None:
    """Opening the tab sends app_home_opened; what is published is seen by that person, and its buttons work."""
    ana = slack.user("ana")
    ana.opens_home()
    slack.wait_for(lambda: bot.heard("app_home_opened"))
    assert bot.heard("app_home_opened")[0]["tab"] == "home"
    section = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": f"*1 open* for <@{ana.id}>"},
        "accessory": ACCEPT,
    }
    client.views_publish(user_id=ana.id, view={"type": "home", "blocks": [section]})
    home = ana.home
    assert home is not None
    assert slack.user("wei").home is None
    assert slack.read(home) == "1 open for ⟪@ana⟫\n[Accept]"
    assert live_mentions(home) == (ana.id,)
    bodies = remember(bot.app, "action", "accept")
    ana.presses_in(home, "Accept").acked()
    assert (bodies[0]["container"]["type"], bodies[0]["view"]["id"]) == ("view", home.id)


@pytest.mark.parametrize(
    "broken",
    [
        MODAL | {"title": {"type": "plain_text", "text": "x" * 25}},
        MODAL | {"type": "home"},
        {name: value for name, value in MODAL.items() if name != "submit"},
        MODAL | {"blocks": [{"type": "poem"}]},
        MODAL | {"private_metadata": "x" * 3001},
    ],
)
def test_a_malformed_modal_is_refused(slack: Slack, bot: EchoBot, client: WebClient, broken: Json) -> None:
    """Long titles, wrong types, missing submit and bad blocks are invalid_arguments."""
    remember(bot.app, "command", "/solve")
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=slack.user("ana").runs("/solve").trigger_id, view=broken)
    assert refused.value.response["error"] == "invalid_arguments"

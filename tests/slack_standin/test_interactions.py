"""Slash commands, buttons, shortcuts, modals and the Home tab, with the real Bolt app."""

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.slack_standin.clock import QUICK, Timing
from tests.slack_standin.echo_bot import EchoBot
from tests.slack_standin.manifest import Manifest
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


def button(label: str, action_id: str, **more: object) -> Json:
    """A button of a message."""
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id} | more


def post_buttons(slack: Slack, client: WebClient, *elements: Json) -> str:
    """A message of the bot with these elements; gives its ts."""
    blocks = [{"type": "actions", "elements": list(elements)}]
    return str(client.chat_postMessage(channel=slack.channel("#ops"), text="x", blocks=blocks)["ts"])


def remember(app: App, kind: str, name: str, answer: Json | None = None) -> list[Json]:
    """Let the app acknowledge this interaction with `answer`; gives the list where the payloads will be."""
    bodies: list[Json] = []

    def listener(ack: Ack, body: Json) -> None:
        bodies.append(body)
        ack(**(answer or {}))

    getattr(app, kind)(name)(listener)
    return bodies


def test_a_slash_command_is_answered_in_the_acknowledgement(slack: Slack, bot: EchoBot) -> None:
    """The text of the ack is shown to the person alone, or to all with response_type in_channel."""
    bodies = remember(bot.app, "command", "/juicefs", {"text": "help: …"})
    remember(bot.app, "command", "/loud", {"text": "hear", "response_type": "in_channel"})
    ana = slack.user("ana")
    ana.runs("/juicefs", "diagnose a/b", channel="#ops").acked()
    ana.runs("/loud").acked()
    assert (bodies[0]["text"], bodies[0]["channel_name"], bodies[0]["user_id"]) == ("diagnose a/b", "ops", ana.id)
    slack.wait_for(slack.bot_messages)
    assert [message.text for message in ana.whispers] == ["help: …"]
    assert [message.text for message in slack.messages()] == ["hear"]


def test_a_command_is_escaped_or_refused_as_the_manifest_says() -> None:
    """should_escape turns names into tokens; an unknown command never reaches the app."""
    manifest = Manifest(commands={"/escaped": True, "/bare": False})
    with Slack(timing=QUICK, manifest=manifest) as slack, EchoBot(slack) as bot:
        slack.wait_for_bot()
        ana = slack.user("ana")
        escaped, bare = remember(bot.app, "command", "/escaped"), remember(bot.app, "command", "/bare")
        ana.runs("/escaped", "for @ana").acked()
        ana.runs("/bare", "for @ana").acked()
        ana.runs("/unknown")
        assert (escaped[0]["text"], bare[0]["text"]) == (f"for <@{ana.id}>", "for @ana")
        assert "not a valid command" in ana.whispers[0].text


def test_a_response_url_works_five_times(slack: Slack, bot: EchoBot) -> None:
    """Four ephemeral or public answers and a replacement; the sixth is refused as used_url."""
    remember(bot.app, "command", "/juicefs")
    ana = slack.user("ana")
    run = ana.runs("/juicefs")
    run.acked()
    hook = WebhookClient(run.response_url)
    hook.send(text="one")
    hook.send(text="two", replace_original=True)
    assert [message.text for message in ana.whispers] == ["two"]
    hook.send(delete_original=True)
    assert ana.whispers == []
    hook.send(text="for all", response_type="in_channel")
    hook.send(text="last")
    refused = hook.send(text="too many")
    assert (refused.status_code, "used_url" in refused.body) == (404, True)
    assert [message.text for message in slack.messages()] == ["for all"]


def test_a_response_url_ends_after_its_time() -> None:
    """Later than thirty minutes (here: at once) the URL is expired; an unknown one is, too."""
    with Slack(timing=Timing(response_url=0.0)) as slack, EchoBot(slack) as bot:
        slack.wait_for_bot()
        remember(bot.app, "command", "/juicefs")
        run = slack.user("ana").runs("/juicefs")
        for url in (run.response_url, f"{slack.address}/response/unknown"):
            assert "expired_url" in WebhookClient(url).send(text="x").body


def test_a_pressed_button_says_what_was_pressed_where(slack: Slack, bot: EchoBot, client: WebClient) -> None:
    """block_actions holds the action, the message, the channel, a trigger and a response_url that can replace."""
    bodies: list[Json] = []

    def helped(ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        bodies.append(body)
        respond(text="thank you", replace_original=True)

    bot.app.action("helped")(helped)
    ts = post_buttons(slack, client, button("Helped", "helped", value="case-1"), button("Not it", "not_it"))
    ana = slack.user("ana")
    assert ana.presses(ts, "Helped").acked() == {}
    (action,) = bodies[0]["actions"]
    assert (action["action_id"], action["value"], bodies[0]["message"]["ts"]) == ("helped", "case-1", ts)
    assert bodies[0]["container"]["type"] == "message"
    slack.wait_for(lambda: (found := slack.message(ts)) and found.text == "thank you")


def test_menus_and_feedback_send_the_chosen_side(slack: Slack, bot: EchoBot, client: WebClient) -> None:
    """A menu sends selected_option, feedback the value of its side; twins are told apart by block_id."""
    menu: Json = {"type": "static_select", "action_id": "remind"}
    menu["options"] = [{"text": {"type": "plain_text", "text": "in 2 h"}, "value": "2h"}]
    bodies = remember(bot.app, "action", "remind")
    ana = slack.user("ana")
    ana.presses(post_buttons(slack, client, menu), "in 2 h").acked()
    assert bodies[0]["actions"][0]["selected_option"]["value"] == "2h"
    good, bad = ({"text": {"type": "plain_text", "text": side}, "value": side.lower()} for side in ("Good", "Bad"))
    feedback = {"type": "feedback_buttons", "action_id": "fb", "positive_button": good, "negative_button": bad}
    blocks = [{"type": "context_actions", "elements": [feedback]}]
    ts = client.chat_postMessage(channel=slack.channel("#feedback"), text="x", blocks=blocks)["ts"]
    sides = remember(bot.app, "action", "fb")
    ana.presses(ts, "Bad").acked()
    assert sides[0]["actions"][0]["value"] == "bad"


def test_a_button_that_is_not_there_fails_the_test_with_what_is(slack: Slack, client: WebClient) -> None:
    """The error lists the buttons of the message."""
    ts = post_buttons(slack, client, button("Helped", "helped"))
    with pytest.raises(LookupError, match=r"no button 'Gone'; there is: 'Helped' \(helped\)"):
        slack.user("ana").presses(ts, "Gone")


def test_a_stale_button_can_still_be_pressed(slack: Slack, bot: EchoBot, client: WebClient) -> None:
    """A message as it was before an update keeps its old buttons for whoever has not seen the update."""
    bodies = remember(bot.app, "action", "take")
    ts = post_buttons(slack, client, button("I'm on it", "take"))
    before = slack.message(ts)
    assert before is not None
    client.chat_update(channel=before.channel, ts=ts, text="taken", blocks=[])
    slack.user("wei").presses(before, "I'm on it").acked()
    assert bodies[0]["actions"][0]["action_id"] == "take"


def test_a_button_of_an_ephemeral_message_works(slack: Slack, bot: EchoBot) -> None:
    """The payload says is_ephemeral and holds no message."""
    remember(bot.app, "command", "/juicefs", {"blocks": [{"type": "actions", "elements": [button("Go", "go")]}]})
    bodies = remember(bot.app, "action", "go")
    ana = slack.user("ana")
    ana.runs("/juicefs").acked()
    whisper = slack.wait_for(lambda: ana.whispers)[0]
    ana.presses(whisper, "Go").acked()
    assert bodies[0]["container"]["is_ephemeral"]
    assert "message" not in bodies[0]


def test_shortcuts_carry_the_message(slack: Slack, bot: EchoBot) -> None:
    """A message shortcut sends message_action with the message; a global one sends no channel."""
    on_message, everywhere = remember(bot.app, "shortcut", "explain"), remember(bot.app, "shortcut", "anywhere")
    ana = slack.user("ana")
    ts = ana.posts("error")
    ana.uses_shortcut("explain", ts).acked()
    ana.uses_shortcut("anywhere").acked()
    assert (on_message[0]["type"], on_message[0]["message"]["ts"]) == ("message_action", ts)
    assert "channel" not in everywhere[0]


def test_a_shortcut_outside_the_manifest_cannot_be_used() -> None:
    """The test learns that the manifest lacks it."""
    with (
        Slack(manifest=Manifest(shortcuts=frozenset())) as slack,
        pytest.raises(LookupError, match="no shortcut 'explain'"),
    ):
        slack.user("ana").uses_shortcut("explain")


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
        "text": {"type": "mrkdwn", "text": "*1 open*"},
        "accessory": button("Accept", "accept"),
    }
    client.views_publish(user_id=ana.id, view={"type": "home", "blocks": [section]})
    home = ana.home
    assert home is not None
    assert slack.user("wei").home is None
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

"""Slash commands, response URLs, buttons, menus and shortcuts, with the real Bolt app."""

import pytest
from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from tests.slack_standin.clock import QUICK, Timing
from tests.slack_standin.echo_bot import EchoBot, remember
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack


def button(label: str, action_id: str, **more: object) -> Json:
    """A button of a message."""
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id} | more


def post_buttons(slack: Slack, client: WebClient, *elements: Json) -> str:
    """A message of the bot with these elements; gives its ts."""
    blocks = [{"type": "actions", "elements": list(elements)}]
    return str(client.chat_postMessage(channel=slack.channel("#ops"), text="x", blocks=blocks)["ts"])


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

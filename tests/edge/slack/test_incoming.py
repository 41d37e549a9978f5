"""Slack's JSON into messages, presses and commands; everything else is nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.slack.identity import Identity
from bot.edge.slack.incoming import (
    marked,
    read_command,
    read_event,
    read_home,
    read_press,
    read_reaction,
    read_submission,
)
from bot.model.chat import Change, ChannelKind

ME = Identity("T1", "UBOT", "BBOT", "https://team.slack.com/")
SAID = {"type": "message", "user": "U1", "ts": "1.0", "text": "df fails", "channel": "C1", "channel_type": "channel"}


def changed(text: str, before: str, **fields: object) -> dict[str, object]:
    """An edit of a message."""
    message = {"user": "U1", "ts": "1.0", "text": text, "edited": {"user": "U1", "ts": "9.0"}, **fields}
    previous = {"user": "U1", "ts": "1.0", "text": before}
    where = {"channel": "C1", "channel_type": "channel", "ts": "9.0"}
    return {"type": "message", "subtype": "message_changed", "message": message, "previous_message": previous, **where}


def test_a_message_is_read_with_its_place() -> None:
    """Channel, thread, author, text and files arrive."""
    shared = {"id": "F1", "name": "x.log", "mimetype": "text/plain", "filetype": "log", "size": 3, "url_private": "u"}
    found = read_event({**SAID, "thread_ts": "0.5", "subtype": "file_share", "files": [shared]}, ME)
    assert found is not None
    assert (found.channel, found.channel_kind, found.root, found.user) == ("C1", ChannelKind.PUBLIC, "0.5", "U1")
    assert (found.text, found.change, found.key) == ("df fails", Change.NEW, "msg:C1:1.0")
    assert [(file.name, file.size, file.url) for file in found.files] == [("x.log", 3, "u")]


def test_the_two_events_of_a_mention_are_one_message() -> None:
    """`message` and `app_mention` have the same key, and the bot's own name is taken out of the text."""
    text = "<@UBOT> what is this <@U2>?"
    first = read_event({**SAID, "text": text}, ME)
    second = read_event({"type": "app_mention", "user": "U1", "ts": "1.0", "text": text, "channel": "C1"}, ME)
    assert first is not None
    assert second is not None
    assert first.key == second.key
    assert first.text == second.text == "what is this <@U2>?"
    assert first.mentioned
    assert second.mentioned


@pytest.mark.parametrize("text", ["<@UBOT> help", "<@UBOT|juicefs-bot> help", "<@UBOT>\u00a0help", "help <@UBOT>"])
def test_the_mention_is_taken_out_however_it_is_written(text: str) -> None:
    """With a label, with the no-break space that clients put behind it, at the end."""
    found = read_event({**SAID, "text": text}, ME)
    assert found is not None
    assert found.text == "help"


def test_a_direct_message_addresses_the_bot() -> None:
    """It needs no mention, also where only the channel's id tells what it is."""
    for event in ({**SAID, "channel_type": "im"}, {**SAID, "channel_type": "", "channel": "D1"}):
        found = read_event(event, ME)
        assert found is not None
        assert found.asked


@pytest.mark.parametrize(
    "event",
    [
        {**SAID, "bot_id": "B2"},
        {**SAID, "bot_id": "BBOT", "user": "UBOT"},
        {**SAID, "subtype": "bot_message", "bot_id": "B2"},
        {**SAID, "subtype": "channel_join"},
        {**SAID, "subtype": "channel_topic"},
        {**SAID, "user": "USLACKBOT"},
        changed("same", "same", attachments=[{"title": "a page"}]),
        changed("new", "old", bot_id="BBOT", user="UBOT"),
        {"type": "message", "subtype": "message_replied"},
    ],
    ids=lambda event: str(event.get("subtype") or event.get("bot_id") or event.get("user")),
)
def test_what_is_not_a_persons_is_nothing(event: dict[str, Any]) -> None:
    """Other bots, the bot itself, Slack's notices and unfurls."""
    assert read_event(event, ME) is None


def test_an_edit_is_known_by_its_own_key() -> None:
    """Each edit is claimed once, beside the message itself."""
    found = read_event(changed("new", "old", thread_ts="0.5"), ME)
    assert found is not None
    assert (found.change, found.key, found.ts, found.root) == (Change.EDITED, "edit:C1:1.0:9.0", "1.0", "0.5")


def test_a_deletion_is_known_however_slack_tells_it() -> None:
    """Alone as message_deleted, below a parent with replies as a change into a tombstone."""
    alone = {
        "type": "message",
        "subtype": "message_deleted",
        "channel": "C1",
        "deleted_ts": "1.0",
        "previous_message": {"user": "U1", "ts": "1.0", "thread_ts": "0.5", "text": "x"},
    }
    parent = changed("This message was deleted.", "x", subtype="tombstone", user="USLACKBOT")
    for event, root in ((alone, "0.5"), (parent, "1.0")):
        found = read_event(event, ME)
        assert found is not None
        assert (found.change, found.key, found.root, found.text) == (Change.DELETED, "del:C1:1.0", root, "")


def test_the_bots_own_deleted_message_is_nothing() -> None:
    """It was never a person's text."""
    before = {"ts": "1.0", "user": "UBOT", "bot_id": "BBOT"}
    event = {"type": "message", "subtype": "message_deleted", "channel": "C1", "previous_message": before}
    assert read_event(event, ME) is None


def test_a_press_names_the_message_and_its_thread() -> None:
    """A button outside a thread lies in the thread of its own message."""
    body = {
        "type": "block_actions",
        "trigger_id": "9.9.x",
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message": {"ts": "2.0", "thread_ts": "1.0"},
        "actions": [{"action_id": "juicefs_helped", "value": "v"}],
    }
    found = read_press(body, ME)
    assert found is not None
    assert (found.key, found.action, found.thread_ts, found.ts, found.user) == (
        "press:9.9.x",
        "juicefs_helped",
        "1.0",
        "2.0",
        "U1",
    )


def test_a_command_holds_its_text_and_where_to_answer() -> None:
    """The address that anybody could write to stays out of print."""
    body = {"command": "/juicefs", "text": "log redis", "user_id": "U1", "channel_id": "C1", "trigger_id": "7.7"}
    found = read_command({**body, "response_url": "https://hooks.slack.com/x"}, ME)
    assert found is not None
    assert (found.text, found.key, found.user) == ("log redis", "command:7.7", "U1")
    assert "hooks.slack.com" not in repr(found)
    assert "redis" not in repr(found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("type subtype message previous_message ts user text channel files actions edited".split()),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([*SAID, "subtype", "message", "previous_message", "files", "actions"]), JSON))
def test_no_malformed_event_fails(event: dict[str, object]) -> None:
    """Whatever comes is read or is nothing."""
    for found in (read_event(event, ME), read_press(event, ME), read_command(event, ME)):
        assert found is None or found.channel


def test_a_link_leads_to_the_message() -> None:
    """As Slack's own permalinks do."""
    assert ME.link("C1", "1736481301.000200") == "https://team.slack.com/archives/C1/p1736481301000200"
    assert ME.link("C1", "2.0", "1.0") == "https://team.slack.com/archives/C1/p20?thread_ts=1.0&cid=C1"
    assert not Identity("T", "U", "B").link("C1", "1.0")


def test_a_look_at_the_apps_page_is_read_and_one_at_its_messages_is_not() -> None:
    """The tab tells; the key is the same when Slack brings the event again."""
    event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "7.0"}
    found = read_home(event, ME)
    assert found is not None
    assert (found.user, found.team, found.key) == ("U1", "T1", "home:U1:7.0")
    assert read_home({**event, "tab": "messages"}, ME) is None
    assert read_home({**event, "user": ""}, ME) is None


def test_a_second_mention_of_the_bot_is_what_the_message_is_about() -> None:
    """Who hands over to the bot by mistake is to be told so."""
    found = read_event({**SAID, "text": "<@UBOT> handoff <@UBOT>"}, ME)
    assert found is not None
    assert found.text == "handoff <@UBOT>"


REACTION = {"type": "reaction_added", "user": "U2", "reaction": "memo", "item_user": "U1"}
ITEM = {"type": "message", "channel": "C1", "ts": "1.0"}


@pytest.mark.parametrize("emoji", ["memo", "pencil", "pencil2"])
def test_a_reaction_that_makes_a_note_is_read(emoji: str) -> None:
    """Who marked which message; its key alone is enough to read it again."""
    found = read_reaction({**REACTION, "reaction": emoji, "item": ITEM}, ME)
    assert found is not None
    assert (found.change, found.user, found.channel, found.ts) == (Change.MARKED, "U2", "C1", "1.0")
    assert marked(found.key, found.channel, found.ts, ME) == found


@pytest.mark.parametrize(
    "fields",
    [
        {"reaction": "eyes"},
        {"user": "UBOT"},
        {"user": None},
        {"item": {"type": "file", "file": "F1"}},
        {"item": None},
        {"item": {"type": "message", "channel": "C1"}},
    ],
)
def test_any_other_reaction_is_nothing(fields: dict[str, object]) -> None:
    """Another emoji, the bot's own, a file's, half an event."""
    assert read_reaction({**REACTION, "item": ITEM, **fields}, ME) is None


def test_a_form_is_the_press_of_its_button() -> None:
    """With what was written; the same form has the same key; without its place it is nothing."""
    values = {"juicefs_solved_by": {"juicefs_solved_text": {"type": "plain_text_input", "value": "a new node"}}}
    view = {"id": "V1", "callback_id": "juicefs_solved", "private_metadata": '["C1", "1.0", "1.1", "7"]'}
    body = {"type": "view_submission", "user": {"id": "U2"}, "view": {**view, "state": {"values": values}}}
    found = read_submission(body, ME)
    assert found is not None
    assert (found.key, found.action, found.channel, found.thread_ts, found.ts) == (
        "view:V1", "juicefs_solved", "C1", "1.0", "1.1")  # fmt: skip
    assert (found.text, found.value, found.user) == ("a new node", "7", "U2")
    assert read_submission({**body, "view": {**view, "private_metadata": "x"}}, ME) is None
    assert read_submission({"type": "view_submission"}, ME) is None

"""Where the bot speaks, and where it keeps quiet and keeps nothing."""

from tests.slack.pastes import CHATTER, DESCRIBE, HUNG, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED, NOT_REGISTERED_TITLE
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import ChannelKind, Person, Slack


def test_a_paste_in_a_channel_is_answered_in_its_thread(slack: Slack, ana: Person, room: str) -> None:
    """Ana pastes the end of a `kubectl describe pod`; the case stands in the thread below it, not in the channel."""
    paste = ana.posts(DESCRIBE, channel=room)
    answer = slack.wait_for_answer(paste)
    assert answer.thread_ts == paste
    assert NOT_REGISTERED_TITLE in slack.read(answer)
    assert [message.ts for message in slack.messages(room)] == [paste]


def test_a_private_channel_and_a_group_conversation_are_channels_too(slack: Slack, ana: Person, room: str) -> None:
    """Where the bot was invited it answers, whatever the kind of the channel."""
    for kind in (ChannelKind.PRIVATE, ChannelKind.MPIM):
        name = f"{room}-{kind.value}"
        slack.channel(name, kind=kind)
        paste = ana.posts(NOT_REGISTERED, channel=name)
        assert NOT_REGISTERED_TITLE in slack.read(slack.wait_for_answer(paste))


def test_a_paste_that_fits_no_case_well_is_left_alone_and_nothing_of_it_is_kept(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """Below `likely` the bot is silent in a channel, and neither its log nor its output holds a word of it."""
    unsure = ana.posts(f"{HUNG} on node ip-10-77-1-9", channel=room)
    chatter = ana.posts(CHATTER, channel=room)
    assert quiet(slack, ana, unsure)
    assert quiet(slack, ana, chatter)
    assert not bot.stores("ip-10-77-1-9")
    assert not bot.stores("retro on Thursday")


def test_a_question_to_the_bot_is_always_answered_with_what_comes_nearest(slack: Slack, ana: Person, room: str) -> None:
    """Mentioned, it says that no case fits well enough, which comes nearest, and which command would decide."""
    asked = ana.mentions_bot(HUNG, channel=room)
    said = slack.read(slack.wait_for_answer(asked))
    assert said.startswith("No documented case fits well enough")
    assert "csi-node-hung-on-dead-mount" in said
    assert "To decide, send the output of: kubectl -n kube-system logs" in said


def test_in_a_direct_message_everything_is_answered(slack: Slack, ana: Person, bot: Bot) -> None:
    """To the bot alone no mention is needed, neither for a paste nor for a text that fits nothing."""
    assert bot.pid
    paste, chatter = ana.dms(MOUNT_LOST), ana.dms(CHATTER)
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(paste))
    said = slack.read(slack.wait_for_answer(chatter))
    assert said.startswith("Nothing in this names JuiceFS, and no case fits.")
    assert "kubectl -n {app_ns} describe pod {app_pod}" in said


def test_a_mention_is_not_part_of_the_paste(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """The words @juicefs-bot neither name JuiceFS nor are stored."""
    asked = ana.typing(nbsp_after_mention=True).mentions_bot("df: /data: Socket not connected", channel=room)
    assert slack.read(slack.wait_for_answer(asked)).startswith("No documented case fits well enough")
    assert bot.soon("SELECT text FROM messages WHERE ts = ?", asked) == [("df: /data: Socket not connected",)]


def test_other_bots_are_not_answered(slack: Slack, ana: Person, room: str) -> None:
    """An alert that another app posts, in either of Slack's two ways, starts no conversation between programs."""
    pager = slack.other_bot("pager")
    slack.channel(room)
    posts = [pager.posts(NOT_REGISTERED, channel=room), pager.posts(NOT_REGISTERED, channel=room, classic=True)]
    assert [quiet(slack, ana, post) for post in posts] == [True, True]


def test_its_own_reply_is_no_paste(slack: Slack, ana: Person, room: str) -> None:
    """A reply quotes the proving line; the bot does not answer itself."""
    paste = ana.posts(NO_PASSWORD, channel=room)
    slack.wait_for_answer(paste)
    assert quiet(slack, ana, paste)


def test_an_invitation_needs_no_answer(slack: Slack, ana: Person, room: str) -> None:
    """The bot joins in silence, and hears from then on."""
    slack.channel(room, bot=False)
    before = ana.posts(NOT_REGISTERED, channel=room)
    ana.invites_bot(room)
    paste = ana.posts(MOUNT_LOST, channel=room)
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(paste))
    assert slack.answers(before) == []
    assert [message.user for message in slack.messages(room)] == [ana.id, slack.bot_user, ana.id]


def test_a_secret_in_a_paste_is_hidden_and_said_so(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """A password goes neither into the reply nor into any file, and the reply tells to change it."""
    paste = ana.posts(f"{NO_PASSWORD} metaurl=redis://:hunter2-swordfish@redis.infra:6379/1", channel=room)
    said = slack.read(slack.wait_for_answer(paste))
    assert "hunter2" not in said
    assert "A secret was in the text" in said
    assert bot.soon("SELECT 1 FROM messages WHERE ts = ?", paste)
    assert not bot.stores("hunter2")

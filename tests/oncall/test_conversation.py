"""A conversation with an owner and an outcome, from outside: the real process at the stand-in."""

from tests.slack.pastes import CHATTER, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Message, Person, Slack

NOT_PUBLISHED_OF_ORDERS = f"Successfully assigned shop/orders-0 to node-b\n{MOUNT_LOST}"
"""Names its pod."""
FROM_THE_START = ["I'm on it", "This solved it", "Not this case", "Show all steps"]


def labels(slack: Slack, reply: Message) -> list[str]:
    """The buttons of an answer as it is now."""
    now = slack.message(reply.ts)
    return [button.label for button in now.buttons] if now else []


def shows(slack: Slack, reply: Message, words: str, *buttons: str) -> None:
    """Wait until the answer says this and offers exactly these buttons."""

    def seen() -> bool:
        now = slack.message(reply.ts)
        return now is not None and words in slack.read(now) and (not buttons or labels(slack, reply) == list(buttons))

    slack.wait_for(seen, timeout=15, what=f"{words!r} with {buttons}")


def test_the_answer_shows_its_state_from_paste_to_resolved(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """By button and by word: taken, resolved with what did it, reopened; one update for each change."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    reply = slack.wait_for_answer(paste)
    assert labels(slack, reply) == FROM_THE_START
    ana.presses(reply, "I'm on it").acked()
    shows(slack, reply, "⟪@ana⟫ has it.", *FROM_THE_START[1:])
    ana.presses(reply, "This solved it").acked()
    modal = slack.wait_for(lambda: ana.modal, what="the question")
    ana.submits(modal, {"What did it?": "restarted CSI Node with password=hunter2hunter2 *bold* <!here>"}).acked()
    assert ana.modal is None
    shows(slack, reply, "✅ Resolved by ana", "Reopen", "Show all steps")
    said = slack.read(slack.message(reply.ts) or reply)
    assert "What did it: restarted CSI Node" in said
    assert not bot.stores("hunter2hunter2")
    assert "⟪@here⟫" not in said
    ana.mentions_bot("reopen", to=paste)
    shows(slack, reply, "Open, and nobody has it.", *FROM_THE_START)
    slack.settles()
    assert len([call for call in slack.calls("chat.update") if call.args["ts"] == reply.ts]) == 3


def test_in_chinese_it_reads_the_same(slack: Slack, wei: Person, room: str) -> None:
    """The answer, its buttons, the question and the words."""
    paste = wei.posts(f"这个 Pod 起不来，报错如下，请问怎么处理？\n```{NO_PASSWORD}```", channel=room)
    reply = slack.wait_for_answer(paste)
    wei.mentions_bot("我来处理", to=paste)
    shows(slack, reply, "由 ⟪@wei⟫ 负责。", "已解决", "不是这个案例", "显示全部步骤")
    wei.presses(reply, "已解决").acked()
    modal = slack.wait_for(lambda: wei.modal, what="the question")
    assert (modal.title, modal.body["submit"]["text"]) == ("已解决", "标记为已解决")
    wei.submits(modal, {"是怎么解决的？": "补上了密码"}).acked()
    shows(slack, reply, "解决方法：补上了密码", "重新打开", "显示全部步骤")


def test_of_two_who_press_one_wins_and_the_other_is_told(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """At the same moment, at the same button."""
    reply = slack.wait_for_answer(ana.posts(MOUNT_LOST, channel=room))
    slack.everybody_joins(ana, wei)
    seen = {person.name: len(person.whispers) for person in (ana, wei)}
    for person in (ana, wei):
        person.presses(reply, "I'm on it")

    def told() -> list[str]:
        return [slack.read(one) for person in (ana, wei) for one in person.whispers[seen[person.name] :]]

    (only,) = slack.wait_for(told, what="the loser told")
    shows(slack, reply, "has it.")
    owner = next(name for name in ("ana", "wei") if name in only)
    assert f"⟪@{owner}⟫ has it." in slack.read(slack.message(reply.ts) or reply)


def test_a_button_that_is_out_of_date_explains_itself(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """Pressed as it was before somebody resolved it: no question is asked, nothing happens."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    reply = slack.wait_for_answer(paste)
    wei.mentions_bot("resolve a new node", to=paste)
    shows(slack, reply, "Resolved by wei")
    seen = len(ana.whispers)
    ana.presses(reply, "This solved it").acked()
    slack.wait_for(lambda: "closed already" in "".join(map(slack.read, ana.whispers[seen:])), what="the explanation")
    assert ana.modal is None


def test_the_state_is_painted_after_a_kill(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Slack takes no update, the bot is killed and started again: then the answer shows who has it."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    reply = slack.wait_for_answer(paste)
    slack.trouble.limit("chat.update", seconds=2)
    ana.presses(reply, "I'm on it").acked()
    slack.wait_for(lambda: bot.rows("SELECT 1 FROM boards WHERE shown < changes"), what="an answer that is behind")
    bot.kill()
    assert "has it" not in slack.read(slack.message(reply.ts) or reply)
    bot.start()
    shows(slack, reply, "⟪@ana⟫ has it.")


def test_a_thread_that_the_bot_never_answered_is_tracked(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """What it says then has the buttons, and shows what became of it."""
    talk = ana.posts(CHATTER, channel=room)
    wei.mentions_bot("track", to=talk)
    tracked = slack.wait_for_answer(talk)
    shows(slack, tracked, "由 ⟪@wei⟫ 负责。" if "跟踪" in slack.read(tracked) else "⟪@wei⟫ has it.")
    wei.opens_home()
    page = slack.wait_for(lambda: wei.home, what="the page")
    assert "跟踪的线程" in slack.read(page)
    ana.mentions_bot("resolve it was the switch", to=talk)
    shows(slack, tracked, "it was the switch")


def test_a_reaction_makes_a_message_a_note(slack: Slack, bot: Bot, ana: Person, wei: Person, room: str) -> None:
    """Once, whoever puts it there; any other reaction, and the same one elsewhere, means nothing to the bot."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(paste)
    tried = ana.replies("drained node-b, no change; password: hunter3hunter3", to=paste)
    other = ana.posts("note to self: milk", channel=room)
    slack.everybody_joins(wei)
    seen = len(wei.whispers)
    for emoji, message in (("eyes", tried), ("memo", other), ("memo", tried), ("pencil", tried)):
        wei.reacts(message, emoji)
    ana.reacts(tried, "memo")
    slack.wait_for(lambda: len(ana.whispers) and len(wei.whispers) > seen, what="both are told")
    assert slack.read(wei.whispers[-1]) == "已记录。"
    [(user, text)] = bot.rows("SELECT user, text FROM changes WHERE act = 'note' AND text LIKE '%drained%'")
    assert user == ana.id
    assert "hunter3" not in text
    assert bot.rows("SELECT 1 FROM changes WHERE text LIKE '%milk%'") == []


def test_a_reaction_is_not_lost_with_a_kill(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Killed while Slack does not give the message: after the start it is kept."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(paste)
    tried = ana.replies("cordoned node-c", to=paste)
    slack.settles()
    slack.trouble.limit("conversations.replies", seconds=60)
    ana.reacts(tried, "memo")
    pending = "SELECT 1 FROM events WHERE change = 'marked' AND state = 'pending' AND ts = ?"
    slack.wait_for(lambda: bot.rows(pending, tried), timeout=15, what="the reaction heard")
    bot.kill()
    slack.trouble.end()
    bot.start()
    kept = "SELECT 1 FROM changes WHERE text = 'cordoned node-c'"
    slack.wait_for(lambda: bot.rows(kept), timeout=30, what="the note")


def test_what_was_solved_and_comes_again_is_open_again(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """In its thread it says so and links the answer; in another thread of the channel the answer points there."""
    paste = ana.posts(NOT_PUBLISHED_OF_ORDERS, channel=room)
    reply = slack.wait_for_answer(paste)
    ana.mentions_bot("resolved a new node", to=paste)
    shows(slack, reply, "Resolved by ana")
    ana.replies(NOT_PUBLISHED_OF_ORDERS, to=paste)
    again = slack.wait_for_answer(paste, timeout=10, count=3)
    assert slack.read(again).startswith("🔁 The same again. ana had resolved it")
    shows(slack, reply, "Open, and nobody has it.")
    ana.mentions_bot("resolve", to=paste)
    shows(slack, reply, "Resolved by ana")
    elsewhere = slack.wait_for_answer(ana.posts(NOT_PUBLISHED_OF_ORDERS, channel=room))
    assert "It is back: this was resolved in" in slack.read(elsewhere)
    assert bot.rows("SELECT count(*) FROM changes WHERE act = 'reopen'")[0][0] >= 1


def test_an_upstream_issue_is_a_file_in_the_thread(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """With the paste, without its secrets; read by anybody; in the language of who asked beside it."""
    paste = ana.posts(f"{MOUNT_LOST}\npassword: hunter4hunter4", channel=room)
    slack.wait_for_answer(paste)
    wei.mentions_bot("整理上游 issue", to=paste)
    slack.wait_for_answer(paste, count=3)
    (file,) = [one for one in slack.files if one.name.startswith("juicefs-issue-")]
    said = file.content.decode()
    assert "### What happened" in said
    assert MOUNT_LOST in said
    assert "hunter4" not in said
    assert "issue 内容已放到本线程" in "".join(map(slack.read, slack.answers(paste)))


def test_without_the_scope_the_block_is_a_message(slack: Slack, ana: Person, room: str) -> None:
    """An app that was installed before asks for nothing that it does not have."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(paste)
    slack.trouble.refuse("files.getUploadURLExternal", "missing_scope", times=1)
    ana.mentions_bot("report", to=paste)
    said = slack.read(slack.wait_for_answer(paste, count=2))
    assert "I could not share a file here" in said
    assert "### What happened" in said


def test_the_figures_and_their_picture(slack: Slack, ana: Person, room: str) -> None:
    """By mention with a PNG in the thread, by the command for one person, the picture in the channel."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(paste)
    slack.everybody_joins(ana)
    ana.mentions_bot("stats plot", to=paste)
    slack.wait_for_answer(paste, timeout=20, count=3)
    seen = len(ana.whispers)
    ana.runs("/juicefs", "stats", channel=room).acked()
    slack.wait_for(lambda: any("Conversations:" in slack.read(one) for one in ana.whispers[seen:]), what="the figures")
    (picture,) = [one for one in slack.files if one.name.endswith(".png")]
    assert picture.content.startswith(b"\x89PNG")

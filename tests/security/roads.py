"""The roads by which people bring secrets into a bot in Slack."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from tests.security.planting import Planted
from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack_standin import Message, Person, Slack

WITHIN = 90.0
AT_ONCE = 12
CHUNK = 18
"""Kinds in one message."""
EVERY = 8
"""Of a road that takes one short line, every so many-th kind is enough: they are all redacted in one place."""
_ERRORS = (NO_PASSWORD, NOT_REGISTERED, MOUNT_LOST)


def paste(some: Sequence[Planted]) -> str:
    """A paste that has an answer, with these secrets on lines of their own and beside the error in its own line."""
    error = _ERRORS[len(some[0].secret) % len(_ERRORS)]
    short = next((one.text for one in some if "\n" not in one.text), "")
    return "\n\n".join([f"{error} {short}", *(one.text for one in some), error])


def chunks(every: Sequence[Planted]) -> Iterator[Sequence[Planted]]:
    """So many at a time."""
    return (every[at : at + CHUNK] for at in range(0, len(every), CHUNK))


class Asker:
    """Ana and Wei, who bring everything, and as many others as there are direct messages."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.ana = slack.user("ana")
        self.wei = slack.user("wei", locale="zh-CN")
        self._numbers = count()
        self._whispers = 0
        slack.channel(COMMANDS)
        slack.everybody_joins(self.ana, self.wei)

    def bring(self, road: "Bring", texts: Sequence[str]) -> None:
        """All of them by one road, several at once, until each has its answer."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda text: road(self, text), texts))
        self.slack.wait_for(lambda: len(self.ana.whispers) >= self._whispers, WITHIN, f"{self._whispers} whispers")

    def room(self) -> str:
        """A new channel for every message, so that nothing waits for Slack's rate in one."""
        return f"#planted-{next(self._numbers)}"

    def somebody(self) -> Person:
        """A new person, who has a conversation with the bot alone."""
        return self.slack.user(f"person-{next(self._numbers)}")

    def answered(self, ts: str, count: int = 1) -> Message:
        """Wait for an answer below a message."""
        return self.slack.wait_for_answer(ts, WITHIN, count)

    def thread(self) -> str:
        """A thread with an answered paste."""
        ts = self.ana.posts(NOT_REGISTERED, channel=self.room())
        self.answered(ts)
        return ts

    def will_hear(self) -> None:
        """Ana alone will be told something."""
        self._whispers += 1


def _edit(ask: Asker, text: str) -> None:
    ts = ask.thread()
    ask.ana.edits(ts, text)
    ask.ana.mentions_bot("stats", to=ts)  # a thread is worked off in its order
    ask.slack.wait_for(lambda: len(ask.slack.answers(ts)) > 1, WITHIN, "an answer after the edit")


def _reply(ask: Asker, text: str) -> None:
    ts = ask.thread()
    ask.ana.mentions_bot(f"and this?\n{text}", to=ts)
    ask.answered(ts, 2)


def _shortcut(ask: Asker, text: str) -> None:
    message = ask.slack.other_bot().posts(text, channel=ask.room())
    ask.ana.uses_shortcut("juicefs_diagnose_message", message).acked()
    ask.answered(message)


def _command(words: str) -> "Bring":
    def bring(ask: Asker, text: str) -> None:
        ask.will_hear()
        ask.ana.runs("/juicefs", f"{words}{text}", channel=COMMANDS).acked()

    return bring


def _about(words: str) -> "Bring":
    def bring(ask: Asker, text: str) -> None:
        ts = ask.thread()
        ask.ana.mentions_bot(f"{words} {text}", to=ts)
        ask.answered(ts, 2)

    return bring


def _handover(ask: Asker, text: str) -> None:
    room = ask.room()
    ask.answered(ask.ana.posts(NOT_REGISTERED, channel=room))
    ask.wei.posts("here I am", channel=room)
    ask.answered(ask.ana.mentions_bot(f"handoff @wei {text}", channel=room))


def _reaction(ask: Asker, text: str) -> None:
    ts, reader = ask.thread(), ask.somebody()
    tried = ask.ana.replies(text, to=ts)
    ask.slack.everybody_joins(reader)
    reader.reacts(tried, "memo")
    ask.slack.wait_for(lambda: reader.whispers, WITHIN, "that it was noted")


def _report(ask: Asker, text: str) -> None:
    ts = ask.ana.posts(text, channel=ask.room())
    ask.answered(ts)
    ask.ana.mentions_bot("report", to=ts)
    ask.answered(ts, 2)


def _form(ask: Asker, text: str) -> None:
    who = ask.somebody()
    reply = ask.answered(who.posts(NOT_REGISTERED, channel=ask.room()))
    who.presses(reply, "This solved it").acked()
    who.submits(ask.slack.wait_for(lambda: who.modal, WITHIN, "the form"), {"What did it?": text}).acked()
    ask.slack.wait_for(lambda: "Resolved" in ask.slack.read(ask.slack.message(reply.ts) or reply), WITHIN, "the end")


def _file_name(ask: Asker, text: str) -> None:
    ask.answered(ask.somebody().uploads(f"{text}.png", b"\x89PNG", channel="@bot"))


def _asked(words: str) -> "Bring":
    return lambda ask, text: ask.answered(ask.somebody().dms(f"{words} {text}"))


COMMANDS = "#planted-commands"
Bring = Callable[[Asker, str], object]

WHOLE: Mapping[str, Bring] = {
    "message": lambda ask, text: ask.answered(ask.ana.posts(text, channel=ask.room())),
    "message to the bot": lambda ask, text: ask.answered(ask.ana.mentions_bot(text, channel=ask.room())),
    "direct message": lambda ask, text: ask.answered(ask.somebody().dms(text)),
    "reply": _reply,
    "edit": _edit,
    "file": lambda ask, text: ask.answered(ask.ana.uploads("kubelet.log", text, channel=ask.room())),
    "snippet": lambda ask, text: ask.answered(ask.ana.uploads("Untitled", text, channel=ask.room(), snippet=True)),
    "slash command": _command(""),
    "slash command match": _command("match "),
    "shortcut": _shortcut,
    "note": _about("note"),
    "resolve": _about("resolve"),
    "note of a handing over": _handover,
    "reaction that makes a note": _reaction,
    "report for the maintainers": _report,
}
"""Roads that take a whole text."""

SHORT: Mapping[str, Bring] = {
    "file name": _file_name,
    "form of what solved it": _form,
    "words of a search": _asked("log"),
    "name of a case": _asked("case"),
    "name of a pod": _asked("diagnose"),
    "list of cases": _asked("cases"),
}
"""Roads that take one line."""

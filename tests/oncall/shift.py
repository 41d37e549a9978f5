"""A night's shift, played through: who does what, what the cluster is at each hour, and what the channel shows.

Four conversations: one heals by itself, one gets worse, one nobody has, one names no pod.  The bot is killed and
started twice in between.  `Shift.said` is the transcript; what differs from run to run (times, ids, ports) is put into
words.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tests.core.judging.diagnosing import FOLDER
from tests.scenes.scene import Scene, load
from tests.scenes.shift import shifted
from tests.scenes.together import Place, together
from tests.slack.pastes import NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Message, Person, Slack

ORDERS = Place("shop", "orders", "node-b")
TRAINER = Place("ml", "trainer", "node-c")
MEDIA = Place("web", "media", "node-d")
CHANNEL = "#storage"
WITHIN = 30.0
"""Seconds for anything that reads the cluster, on a busy machine."""
_LONGEST = 18
_SHOWN = 2
_QUIET = 0.8
"""Seconds without anything new after which the bot is taken to be done: a message and its rewriting come together."""
_DIFFERS = (
    (re.compile(r"\[([^\]]*)\]\(http://127[^)]*\)"), r"[\1]"),
    (re.compile(r"(?:(?:\d{4}-)?\d\d-\d\d[ T])?\d\d:\d\d(?::\d\d)?Z"), "…Z"),
    (re.compile(r"pvc-[0-9a-f-]{36}"), "pvc-…"),
    (re.compile(r"\b\d+ (?:s|sec|seconds|min|minutes)\b|\b\d+[ms]\b"), "a moment"),
)


def at_night() -> Scene:
    """A node that the driver does not tolerate, a client that was started anew, a Secret without a name."""
    return together(
        [
            (_scene("waits-on-a-tainted-node"), ORDERS),
            (_scene("runs-on-after-its-client-was-restarted"), TRAINER),
            (_scene("waits-for-credentials"), MEDIA),
        ]
    )


def in_the_morning() -> Scene:
    """Somebody has taken the taint off; the client of the second is killed for its memory; the third is as it was."""
    return together(
        [
            (load("healthy"), ORDERS),
            (_scene("client-killed-for-its-memory"), TRAINER),
            (_scene("waits-for-credentials"), MEDIA),
        ]
    )


def at_noon() -> Scene:
    """All is well."""
    return together([(load("healthy"), place) for place in (ORDERS, TRAINER, MEDIA)])


def _scene(name: str) -> Scene:
    return load(FOLDER / f"{name}.yaml")


class Shift:
    """The people, the channel and the transcript of one play; `show` makes the cluster what a scene says."""

    def __init__(self, slack: Slack, bot: Bot, show: Callable[[Scene], Scene]) -> None:
        self.slack, self.bot, self._show = slack, bot, show
        self.ana, self.ben = slack.user("ana"), slack.user("ben")
        slack.channel(CHANNEL)
        slack.everybody_joins(self.ana, self.ben)
        self.said: list[str] = []
        self._heard: dict[str, str] = {}
        self._before: set[str] = set()

    def hour(self, title: str, scene: Scene) -> None:
        """A new part of the night, in which the cluster is so."""
        self.said.append(f"== {title} ==")
        self._show(shifted(scene, datetime.now(UTC)))

    def pastes(self, who: Person, text: str) -> str:
        """Somebody writes into the channel, and the bot answers; gives the thread."""
        self._line(who, text)
        thread = who.posts(text, channel=CHANNEL)
        self.hears(thread)
        return thread

    def writes(self, who: Person, words: str, to: str = "") -> str:
        """Somebody mentions the bot, in a thread or in the channel; gives the thread."""
        self._line(who, f"@juicefs-bot {words}", reply=bool(to))
        asked = who.mentions_bot(words, channel=CHANNEL, to=to)
        return to or asked

    def replies(self, who: Person, text: str, to: str) -> None:
        """Somebody writes into a thread without asking the bot."""
        self._line(who, text, reply=True)
        who.replies(text, to=to)

    def commands(self, who: Person, text: str) -> None:
        """Somebody uses the slash command in the channel."""
        self._line(who, f"/juicefs {text}")
        self._before = {one.ts for one in self.slack.messages(CHANNEL)}
        who.runs("/juicefs", text, channel=CHANNEL).acked()

    def handed(self, cards: int) -> Message:
        """The parent of the handing over that was asked for, once it has so many replies."""

        def parent() -> Message | None:
            new = [one for one in self.slack.messages(CHANNEL) if one.ts not in self._before]
            return next((one for one in new if "Handoff" in self.slack.read(one)), None)

        found = self.slack.wait_for(parent, WITHIN, "a handing over")
        self._line(None, self.slack.read(found))
        self.hears(found.ts, count=cards)
        return found

    def answers_modal(self, who: Person, text: str) -> None:
        """Somebody fills in what the bot asks."""
        view = self.slack.wait_for(lambda: who.modal, WITHIN, "the modal")
        self.said.append(f"  (the bot asks {who.name}: {view.title}; {who.name} writes: {text})")
        [label] = [block["label"]["text"] for block in view.body["blocks"] if "label" in block]
        who.submits(view, {label: text}).acked()

    def presses(self, who: Person, on: Message, label: str) -> None:
        """Somebody presses a button."""
        self.said.append(f"  ({who.name} presses [{label}])")
        who.presses(on, label).acked()

    def hears(self, thread: str, containing: str = "", count: int = 1) -> Message:
        """The bot's newest message in the thread that was not heard so and holds these words; it is written down."""

        def fresh() -> Message | None:
            found = [one for one in self.slack.answers(thread) if self._is_new(one, containing)]
            return found[-1] if len(found) >= count else None

        newest = self.slack.wait_for(
            fresh, WITHIN, f"{containing!r} in the thread of {thread}\n{self.bot.output[-3000:]}"
        )
        self._writes_down(thread)
        return newest

    def whispered(self, who: Person, containing: str) -> None:
        """What the bot says to this person alone."""
        found = self.slack.wait_for(
            lambda: [text for one in who.whispers if containing in (text := self.slack.read(one))],
            WITHIN,
            f"{containing!r} to {who.name} alone",
        )
        self.said.append(f"  juicefs-bot, to {who.name} alone: {put_into_words(found[-1])}")

    def dies_and_starts(self) -> None:
        """`kill -9`, and a start."""
        self.said.append("  (the bot is killed, and started again)")
        self.bot.kill()
        self.bot.start()

    def _writes_down(self, thread: str) -> None:
        """What is new in a thread once nothing happens any more; of what was rewritten only what is new in it."""
        self.slack.settles(quiet=_QUIET, timeout=WITHIN)
        for message in self.slack.answers(thread):
            text, before = self.slack.read(message), self._heard.get(message.ts, "")
            self._heard[message.ts] = text
            fresh = [line for line in text.split("\n") if line and line not in before.split("\n")]
            if fresh:
                self._line(None, ("(rewritten) " if before else "") + "\n".join(fresh), reply=True)

    def _is_new(self, message: Message, containing: str) -> bool:
        text = self.slack.read(message)
        waits = text.startswith(("Reading", "Looking at"))
        return not waits and containing in text and self._heard.get(message.ts) != text

    def _line(self, who: Person | None, text: str, *, reply: bool = False) -> None:
        lines = put_into_words(text).split("\n")
        shown = lines if len(lines) <= _LONGEST else [*lines[:_SHOWN], "…", lines[-1]]
        indent = "  " if reply else ""
        self.said.append(f"{indent}{who.name if who else 'juicefs-bot'}: " + f"\n{indent}    ".join(shown))


def put_into_words(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, words in _DIFFERS:
        text = pattern.sub(words, text)
    return text


def paste(pod: str, node: str, line: str) -> str:
    """The end of a `kubectl describe pod`."""
    assigned = f"Normal   Scheduled    default-scheduler  Successfully assigned {pod} to {node}"
    return f"{assigned}\nWarning  FailedMount  kubelet  {line}"


TAINTED = paste("shop/orders-api-6d4f9c7b8-x2k5p", "node-b", NOT_REGISTERED)
NAMELESS = paste(
    "web/media-api-6d4f9c7b8-x2k5p",
    "node-d",
    'MountVolume.SetUp failed for volume "media" : rpc error: code = Internal desc = Could not mount juicefs: rpc '
    "error: code = InvalidArgument desc = Empty name",
)
PODLESS = NO_PASSWORD


def play(shift: Shift) -> None:
    """The night, the morning and the noon."""
    checked, threads = _night(shift)
    media = _morning(shift, checked, threads)
    _noon(shift, media)


def _night(shift: Shift) -> tuple[Message, Sequence[str]]:
    """Four troubles; gives the first one's diagnosis, and the four threads."""
    ana = shift.ana
    shift.hour("02:00, Ana's shift: four troubles", at_night())
    orders = shift.pastes(ana, TAINTED)
    shift.presses(ana, shift.slack.answers(orders)[0], "Check the cluster")
    checked = shift.hears(orders, "and the cluster agrees")
    shift.presses(ana, checked, "I'm on it")
    shift.hears(orders, "ana has it")
    trainer = shift.writes(ana, "diagnose ml/trainer-api-6d4f9c7b8-x2k5p")
    shift.hears(trainer, "has lost its JuiceFS mount point")
    shift.writes(ana, "take", to=trainer)
    shift.hears(trainer, "ana has it")
    shift.writes(ana, "note recreated the pod, the client was killed again", to=trainer)
    shift.hears(trainer, "Noted")
    media = shift.pastes(ana, NAMELESS)
    shift.presses(ana, shift.slack.answers(media)[0], "Check the cluster")
    shift.hears(media, "and the cluster agrees")
    redis = shift.pastes(ana, PODLESS)
    shift.writes(ana, "take", to=redis)
    shift.hears(redis, "ana has it")
    shift.dies_and_starts()
    return checked, (orders, trainer, media, redis)


def _morning(shift: Shift, checked: Message, threads: Sequence[str]) -> str:
    """Handed over, accepted and ended, and one of them comes back: its thread."""
    ana, ben = shift.ana, shift.ben
    orders, trainer, media, redis = threads
    shift.hour("06:00, Ben takes over", in_the_morning())
    shift.commands(ana, "handoff @ben the night was short")
    parent = shift.handed(4)
    shift.presses(ana, parent, "Accept all")
    shift.whispered(ana, "only they can accept it")
    shift.dies_and_starts()
    shift.presses(ben, parent, "Accept all")
    shift.hears(parent.ts, "accepted", count=5)
    shift.presses(ben, checked, "This solved it")
    shift.answers_modal(ben, "the taint was taken off the node")
    shift.hears(orders, "ben resolved it")
    shift.writes(ben, "resolve raised the memory limit of the Mount Pod", to=trainer)
    shift.hears(trainer, "ben resolved it")
    shift.writes(ben, "resolve the Secret has its name again", to=media)
    shift.hears(media, "ben resolved it")
    shift.writes(ben, "dismiss", to=redis)
    shift.hears(redis, "ben dismissed it")
    shift.replies(ben, NAMELESS, to=media)
    shift.hears(media, "opened it again")
    return media


def _noon(shift: Shift, media: str) -> None:
    """The last one ends, and nothing is open."""
    ben = shift.ben
    shift.hour("09:00, the Secret was rolled back, and is right now", at_noon())
    shift.writes(ben, "check", to=media)
    shift.hears(media, "healthy now")
    shift.writes(ben, "resolve the Secret had been rolled back", to=media)
    shift.hears(media, "ben resolved it")
    shift.commands(ben, "handoff @ana")
    shift.whispered(ben, "othing is open")

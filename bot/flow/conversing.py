"""A message in a chat, from its arrival to what is said and stored: the order of the steps.

claim (by the caller) -> thread memory -> files -> redact and match -> decide -> post -> record.  An answer that was
posted is never lost to a log that fails: then there is only no memory of it.
"""

from dataclasses import replace

from bot.core.chat.buttons import own_buttons
from bot.core.chat.policy import Decision, Move, Remembered, decide
from bot.core.chat.words import read_ask
from bot.core.faces.blocks import to_blocks
from bot.core.matching.language import prose_language
from bot.core.matching.unmangle import unmangle
from bot.core.oncall.asks import View, read_wanted
from bot.flow import keeping
from bot.flow.answering import Answer, answered
from bot.flow.asking import WORDS, said_to
from bot.flow.boards import fresh, hang
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.keeping import erase, place_of, recalled, record
from bot.flow.looking import Asker, look, pod_asked, pod_in
from bot.flow.oncall.acting import Doing, acted, lang_of
from bot.flow.oncall.noting import note_marked
from bot.flow.oncall.offering import spoken_of
from bot.flow.oncall.reopening import reopened
from bot.flow.oncall.viewing import viewed
from bot.flow.remembering import about_names, with_memory
from bot.flow.waiting import Standing
from bot.flow.weighing import Evidence, told_beside, weigh
from bot.model.board import Board
from bot.model.chat import Ask, AskKind, Change, ChannelKind, Incoming, SlackMessage, Spoken
from bot.model.oncall import Act
from bot.model.text import Lang


def handle(incoming: Incoming, doors: Doors) -> None:
    """Do whatever a message asks for.  Raises SlackError when what was to be said could not be said."""
    if incoming.change is Change.DELETED:
        erase(incoming, doors, "deleted")
        return
    if incoming.change is Change.MARKED:
        note_marked(incoming, doors)
        return
    if _acted_on(incoming, doors):
        return
    ask = read_ask(unmangle(incoming.text)) if incoming.asked else Ask(AskKind.PASTE)
    conversation = _Conversation(incoming, ask, doors)
    if ask.kind is AskKind.DIAGNOSE or (ask.kind in WORDS and not incoming.files):
        conversation.answer_words()
    else:
        conversation.weigh()


def _acted_on(incoming: Incoming, doors: Doors) -> bool:
    """Whether it was a word about the conversation itself; then it was done and answered."""
    new = incoming.asked and incoming.change is Change.NEW and not incoming.files
    wanted = read_wanted(incoming.text) if new and doors.oncall else None
    if wanted is None or doors.oncall is None:
        return False
    doing = Doing(wanted, place_of(incoming), incoming.user, incoming.key)
    if not spoken_of(incoming, doing, lambda message: _say(incoming, message, doors), doors, doors.oncall):
        _act(incoming, doing, doors, doors.oncall)
    return True


def _act(incoming: Incoming, doing: Doing, doors: Doors, oncall: OnCallDoors) -> None:
    """Do what the word says, and answer it; what is said to `track` shows from then on how the conversation stands."""
    if isinstance(doing.wanted.what, View):
        _say(incoming, viewed(doing, doing.wanted.what, doors, oncall, again=incoming.resumed), doors)
        return
    outcome = acted(doing, doing.wanted.what, doors, oncall)
    if outcome.number is None or doing.wanted.what is not Act.TRACK:
        _say(incoming, outcome.message, doors)
        return
    board = Board(outcome.message.marked(mark_of(incoming)), lang_of(doing, doors))
    posted = fresh(board, doing.place, doors)
    hang(posted, _say(incoming, posted.message, doors), outcome.number, doors)


def mark_of(incoming: Incoming) -> str:
    """What the answer to this message is found again by."""
    return f"re:{incoming.channel}:{incoming.ts}"


class _Conversation:
    """One message on its way."""

    def __init__(self, incoming: Incoming, ask: Ask, doors: Doors) -> None:
        self._incoming = incoming
        self._ask = ask
        self._doors = doors
        self._place = place_of(incoming)

    def answer_words(self, known: Remembered | None = None) -> None:
        """Say what a word asks for.  What was stored of a message that was edited into words is removed."""
        known = known or recalled(self._incoming, self._doors)
        if self._ask.kind is AskKind.DIAGNOSE:
            self._look(known)
            return
        message = said_to(self._ask, self._place, self._incoming.user, self._doors)
        _say(self._incoming, message, self._doors, known.reply_to(self._incoming.ts))
        if known.knows(self._incoming.ts):
            erase(self._incoming, self._doors, "edited")

    def _look(self, known: Remembered) -> None:
        """Read the pod that is named; or say why not."""
        incoming = self._incoming
        reply = known.reply_to(incoming.ts)
        asked = pod_asked(self._ask, Asker(self._place, incoming.user, incoming.key, incoming.ts), self._doors)
        if isinstance(asked, SlackMessage):
            self._alone(asked, reply)
            return
        own, text = told_beside(replace(incoming, text=self._ask.paste), known, self._doors)
        again = incoming.resumed or incoming.change is Change.EDITED
        mark = mark_of(incoming)
        standing = Standing(f"reading:{mark}", mark, reply.ts if reply else None, maybe_there=again)
        look(replace(asked, own=own, text=text, alone=self._alone), standing, self._doors)

    def _alone(self, message: SlackMessage, reply: Spoken | None = None) -> None:
        """Tell whoever asked, and nobody else, unless an answer stands there already or there is nobody else."""
        incoming = self._incoming
        if reply or incoming.channel_kind is ChannelKind.DIRECT:
            _say(incoming, message, self._doors, reply)
        else:
            self._doors.chat.whisper(incoming.channel, incoming.user, incoming.thread_ts, message)

    def weigh(self) -> None:
        """Weigh it, and do what the policy says."""
        known = recalled(self._incoming, self._doors)
        evidence = weigh(self._incoming, known, self._doors)
        decision = decide(self._incoming, known, evidence.alone, evidence.together)
        self._doors.note(
            "decided", key=self._incoming.key, move=decision.move.value, reason=decision.reason, cases=evidence.cases
        )
        match decision.move:
            case Move.ERASE:
                erase(self._incoming, self._doors, decision.reason)
            case Move.NOTE:
                self._note(evidence, known)
            case Move.SPEAK | Move.UPDATE:
                self._speak(evidence, known, decision)
            case Move.LEAVE:
                pass

    def _note(self, evidence: Evidence, known: Remembered) -> None:
        """Nothing new to say, unless what was closed comes again."""
        lang = prose_language(evidence.own.text) or known.lang or self._doors.preferred or Lang.EN
        if again := reopened(self._incoming, evidence, known, lang, self._doors):
            _say(self._incoming, again, self._doors)
        heard = keeping.heard(self._incoming, self._answered(evidence, lang), evidence.own)
        record(self._incoming, (heard,), self._doors)

    def _speak(self, evidence: Evidence, known: Remembered, decision: Decision) -> None:
        if self._only_words(evidence) and (not evidence.together.matches or self._mistyped(evidence)):
            self.answer_words(known)
            return
        found = self._answered(evidence, self._lang(evidence, known))
        lang = found.reply.lang
        shown = with_memory(to_blocks(found.reply), about_names(found.matching.names), self._place, lang, self._doors)
        if again := reopened(self._incoming, evidence, known, lang, self._doors):
            shown = replace(shown, blocks=(*again.blocks, *shown.blocks))
        pod = pod_in(found.matching.names, self._incoming.channel, self._doors)
        board = Board(shown.marked(mark_of(self._incoming)), lang, own_buttons(shown, lang, pod))
        posted = fresh(board, self._place, self._doors)
        ts = _say(self._incoming, posted.message, self._doors, decision.reply)
        heard = keeping.heard(self._incoming, found, evidence.own)
        said = keeping.said(self._incoming, found, ts, self._doors.now())
        number = record(self._incoming, (*evidence.overheard, heard, said), self._doors)
        hang(posted, ts, number, self._doors)

    def _only_words(self, evidence: Evidence) -> bool:
        """Whether these were a few words and no paste: then there is help, or what may have been meant."""
        return not (evidence.unread or self._incoming.files) and self._ask.kind in (AskKind.EMPTY, AskKind.UNKNOWN)

    def _mistyped(self, evidence: Evidence) -> bool:
        """Whether a word of ours was meant: below an answer that is worth more than the same answer again."""
        return bool(self._ask.suggestion) and not evidence.alone.matches

    def _lang(self, evidence: Evidence, known: Remembered) -> Lang:
        told = prose_language(evidence.own.text) or known.lang or self._doors.chat.lang(self._incoming.user)
        return told or self._doors.preferred or Lang.EN

    def _answered(self, evidence: Evidence, lang: Lang) -> Answer:
        found = answered(evidence.all, evidence.together, self._doors.index(), lang, force=True)
        if not evidence.unread or not self._incoming.asked:
            return found
        unread = tuple(error.said[lang] for error in evidence.unread)
        if not evidence.own.text.strip():
            return replace(found, reply=replace(found.reply, headline=unread[0], advice=unread[1:]))
        return replace(found, reply=replace(found.reply, advice=(*found.reply.advice, *unread)))


def _say(incoming: Incoming, message: SlackMessage, doors: Doors, reply: Spoken | None = None) -> str:
    """Post the answer, or write `reply` anew; the post's `ts`."""
    marked = message.marked(mark_of(incoming))
    if incoming.change is Change.EDITED:
        own = reply.ts if reply else doors.chat.find(incoming.channel, incoming.root, marked.mark)
        if own:
            doors.chat.update(incoming.channel, own, marked)
            doors.note("updated", key=incoming.key, ts=own, case=message.case, strength=message.strength.word)
            return own
    ts = doors.chat.post(incoming.channel, incoming.root, marked, maybe_there=incoming.resumed)
    doors.note("posted", key=incoming.key, ts=ts, case=message.case, strength=message.strength.word)
    return ts

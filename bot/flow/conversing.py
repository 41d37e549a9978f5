"""A message in a chat, from its arrival to what is said and stored: the order of the steps.

claim (by the caller) -> thread memory -> files -> redact and match -> decide -> post -> record.  An answer that was
posted is never lost to a log that fails: then there is only no memory of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.core.chat.attachments import MOST_FILES, refusal
from bot.core.chat.buttons import buttoned, only_pod
from bot.core.chat.policy import Decision, Heard, Move, Remembered, decide, told_by
from bot.core.chat.words import read_ask
from bot.core.faces.blocks import to_blocks
from bot.core.faces.terminal import to_terminal
from bot.core.matching.language import prose_language
from bot.core.matching.match import match
from bot.core.matching.unmangle import unmangle
from bot.core.oncall.asks import read_wanted
from bot.core.wording import chat as chat_wording
from bot.errors import BotError, InputError, SlackError, StoreError
from bot.flow.acting import Doing, said_about
from bot.flow.answering import Answer, answered, without_secrets
from bot.flow.asking import WORDS, said_to
from bot.flow.doors import Doors
from bot.flow.handing import Telling, hand_channel_over
from bot.flow.looking import Asker, Standing, look, pod_asked
from bot.flow.remembering import with_memory
from bot.model.chat import Ask, AskKind, Change, Incoming, SharedFile, SlackMessage, Spoken
from bot.model.conversation import Conversation, Door, Message, MessageIn, MessageOut, Place
from bot.model.match import Matching
from bot.model.oncall import Act
from bot.model.text import Lang, RawText, Redacted, SafeText

MOST_EVIDENCE = 512 * 1024
"""Characters of a thread that count together, the newest first: as much as one large paste takes to match."""


def handle(incoming: Incoming, doors: Doors) -> None:
    """Do whatever a message asks for.  Raises SlackError when what was to be said could not be said."""
    if incoming.change is Change.DELETED:
        _erase(incoming, doors, "deleted")
        return
    if _acted_on(incoming, doors):
        return
    ask = read_ask(unmangle(incoming.text)) if incoming.asked else Ask(AskKind.PASTE)
    conversation = _Conversation(incoming, ask, doors)
    if ask.kind in WORDS and not incoming.files:
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
    if wanted.what is Act.HAND_OVER and incoming.thread_ts is None:
        telling = Telling(incoming.root, mark_of(incoming), incoming.resumed)
        hand_channel_over(doing, telling, doors, doors.oncall)
    else:
        _say(incoming, said_about(doing, doors, doors.oncall), doors)
    return True


def place_of(incoming: Incoming) -> Place:
    """The thread that a message lies in, or opens."""
    return Place(Door.SLACK, incoming.team, incoming.channel, incoming.root)


def mark_of(incoming: Incoming) -> str:
    """What the answer to this message is found again by."""
    return f"re:{incoming.channel}:{incoming.ts}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that counts for a message: its own text, its thread with it, and why some files were not read."""

    own: Redacted
    all: Redacted
    alone: Matching
    together: Matching
    unread: tuple[BotError, ...] = ()


class _Conversation:
    """One message on its way."""

    def __init__(self, incoming: Incoming, ask: Ask, doors: Doors) -> None:
        self._incoming = incoming
        self._ask = ask
        self._doors = doors
        self._place = place_of(incoming)

    def answer_words(self, known: Remembered | None = None) -> None:
        """Say what a word asks for.  What was stored of a message that was edited into words is removed."""
        known = known or self._recalled()
        if self._ask.kind is AskKind.DIAGNOSE:
            self._look(known)
            return
        message = said_to(self._ask, self._place, self._incoming.user, self._doors)
        _say(self._incoming, message, self._doors, known.reply_to(self._incoming.ts))
        if known.knows(self._incoming.ts):
            _erase(self._incoming, self._doors, "edited")

    def _look(self, known: Remembered) -> None:
        """Read the pod that is named; or say why not."""
        incoming = self._incoming
        reply = known.reply_to(incoming.ts)
        asked = pod_asked(self._ask, Asker(self._place, incoming.user, incoming.key, incoming.ts), self._doors)
        if isinstance(asked, SlackMessage):
            _say(incoming, asked, self._doors, reply)
            return
        again = incoming.resumed or incoming.change is Change.EDITED
        mark = mark_of(incoming)
        look(asked, Standing(f"reading:{mark}", mark, reply.ts if reply else None, maybe_there=again), self._doors)

    def weigh(self) -> None:
        """Weigh it, and do what the policy says."""
        known = self._recalled()
        evidence, overheard = self._weighed(known)
        decision = decide(self._incoming, known, evidence.alone, evidence.together)
        self._doors.note(
            "decided", key=self._incoming.key, move=decision.move.value, reason=decision.reason, cases=_cases(evidence)
        )
        match decision.move:
            case Move.ERASE:
                _erase(self._incoming, self._doors, decision.reason)
            case Move.NOTE:
                lang = prose_language(evidence.own.text) or known.lang or self._doors.preferred
                self._record((self._heard(self._answered(evidence, lang or Lang.EN), evidence.own),))
            case Move.SPEAK | Move.UPDATE:
                self._speak(evidence, known, decision, overheard)
            case Move.LEAVE:
                pass

    def _speak(self, evidence: Evidence, known: Remembered, decision: Decision, overheard: Sequence[MessageIn]) -> None:
        if not evidence.together.matches and self._only_words(evidence):
            self.answer_words(known)
            return
        found = self._answered(evidence, self._lang(evidence, known))
        lang = found.reply.lang
        shown = with_memory(to_blocks(found.reply), found.matching.names, self._place, lang, self._doors)
        pod = only_pod(found.matching.names) if self._doors.diagnose else None
        ts = _say(self._incoming, buttoned(shown, lang, pod), self._doors, decision.reply)
        self._record((*overheard, self._heard(found, evidence.own), self._said(found, ts)))

    def _only_words(self, evidence: Evidence) -> bool:
        """Whether these were a few words and no paste: then there is help, or what may have been meant."""
        return not (evidence.unread or self._incoming.files) and self._ask.kind in (AskKind.EMPTY, AskKind.UNKNOWN)

    # -- evidence ----------------------------------------------------------------------------------

    def _recalled(self) -> Remembered:
        try:
            return self._doors.log.recall(self._place)
        except StoreError as error:
            self._doors.note("log failed", key=self._incoming.key, error=str(error))
            return Remembered()

    def _weighed(self, known: Remembered) -> tuple[Evidence, Sequence[MessageIn]]:
        text, unread = self._text()
        own = without_secrets(text)
        alone = match(own.text, self._doors.index())
        overheard: Sequence[MessageIn] = ()
        others = known.beside(self._incoming)
        if self._incoming.asked and not known.heard and not alone.matches and self._incoming.thread_ts:
            overheard = tuple(self._overheard())
            others = tuple(Heard(one.ts or "", one.text) for one in overheard)
        texts = [one.text for one in others if one.text]
        everything = _joined([*texts, own.text])
        together = match(everything, self._doors.index()) if texts else alone
        return Evidence(own, Redacted(everything, own.hidden), alone, together, unread), overheard

    def _text(self) -> tuple[RawText, tuple[BotError, ...]]:
        """What was written and what the files hold; and why some of these could not be read."""
        parts, unread = [self._incoming.text], list[BotError]()
        for file in self._incoming.files[:MOST_FILES]:
            try:
                parts.append(self._read(file))
            except (InputError, SlackError) as error:
                self._doors.note("file not read", key=self._incoming.key, file=file.id, why=type(error).__name__)
                unread.append(error)
        return RawText("\n".join(part for part in parts if part)), tuple(unread)

    def _read(self, file: SharedFile) -> RawText:
        if (refused := refusal(file)) is not None:
            raise refused
        try:
            return self._doors.chat.download(file)
        except SlackError as error:
            said = (chat_wording.FILE_UNREADABLE[lang].format(name=file.name, why=error.said[lang]) for lang in Lang)
            raise SlackError(*said) from error

    def _overheard(self) -> list[MessageIn]:
        """What people said before in a thread that the bot passed over, as far as it leads anywhere."""
        index, heard = self._doors.index(), list[MessageIn]()
        for one in self._doors.chat.people(self._incoming.channel, self._incoming.root):
            asked = without_secrets(one.text)
            found = match(asked.text, index)
            if one.ts != self._incoming.ts and found.matches:
                answer = answered(asked, found, index, self._doors.preferred)
                heard.append(_message_in(one, answer, asked))
        return heard

    # -- words -------------------------------------------------------------------------------------

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

    # -- memory ------------------------------------------------------------------------------------

    def _heard(self, found: Answer, own: Redacted) -> MessageIn:
        return _message_in(self._incoming, found, own)

    def _said(self, found: Answer, ts: str) -> MessageOut:
        said = SafeText(to_terminal(found.reply))
        told = tuple(sorted(told_by(found.diagnosis.matches), key=lambda one: one.case))
        return MessageOut(said, self._doors.now(), found.reply.lang, ts, self._incoming.ts, told)

    def _record(self, messages: tuple[Message, ...]) -> None:
        try:
            number = self._doors.log.record(Conversation(self._place, messages))
        except StoreError as error:
            self._doors.note("log failed", key=self._incoming.key, error=str(error))
        else:
            self._doors.note("recorded", key=self._incoming.key, conversation=number)


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


def _erase(incoming: Incoming, doors: Doors, why: str) -> None:
    try:
        known = doors.log.erase(place_of(incoming), incoming.ts)
    except StoreError as error:
        doors.note("log failed", key=incoming.key, error=str(error))
        return
    if known:
        doors.note("text removed", key=incoming.key, why=why)


def _message_in(incoming: Incoming, found: Answer, own: Redacted) -> MessageIn:
    return MessageIn(
        text=own.text,
        at=datetime.fromtimestamp(float(incoming.ts), UTC),
        lang=found.reply.lang,
        verdict=found.diagnosis.verdict,
        matches=found.diagnosis.matches,
        hidden=own.hidden,
        user=incoming.user,
        ts=incoming.ts,
    )


def _joined(texts: Sequence[SafeText]) -> SafeText:
    """The texts one below the other, the oldest left out where it is too much."""
    kept: list[SafeText] = []
    room = MOST_EVIDENCE
    for text in reversed(texts):
        room -= len(text)
        if kept and room < 0:
            break
        kept.insert(0, text)
    return SafeText("\n".join(kept))


def _cases(evidence: Evidence) -> list[str]:
    return [f"{one.case}:{one.strength.word}" for one in evidence.together.matches[:3]]

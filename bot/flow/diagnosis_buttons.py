"""The buttons under the diagnosis of a pod, which say what became of it; reading it again is `looking`'s."""

from collections.abc import Sequence

from bot.core.chat.buttons import HELPED, NOT_IT, SHOW_ALL
from bot.core.chat.replies import looks_alike, sentence, together
from bot.core.faces.everything import everything
from bot.core.wording import chat as chat_wording
from bot.flow.doors import Doors
from bot.model.case import CaseId
from bot.model.chat import Press, SlackMessage, Spoken
from bot.model.conversation import Place
from bot.model.feedback import Feedback
from bot.model.text import Lang

FEEDBACK = {HELPED: Feedback.HELPED, NOT_IT: Feedback.NOT_IT}


def under_diagnosis(pressed: Press) -> bool:
    """Whether the button stands under a diagnosis: there it carries the pod."""
    return bool(pressed.value) and pressed.action in {SHOW_ALL, *FEEDBACK}


def press_diagnosis(pressed: Press, spoken: Spoken, place: Place, doors: Doors) -> None:
    """Do what it says.  Raises SlackError, and StoreError when the log cannot be asked."""
    told = sorted(one.case for one in spoken.told)
    if pressed.action == SHOW_ALL:
        message = everything(spoken.text, spoken.lang, told[0] if told else "")
        mark = f"all:{pressed.channel}:{pressed.ts}"
        doors.chat.post(pressed.channel, pressed.thread_ts, message.marked(mark), maybe_there=True)
        return
    feedback = FEEDBACK[pressed.action]
    doors.log.vote(place, pressed.ts, pressed.user, feedback, doors.now())
    doors.note("feedback", key=pressed.key, verdict=feedback.value)
    message = _thanks(feedback, told, spoken.lang, doors)
    doors.chat.whisper(pressed.channel, pressed.user, pressed.thread_ts, message)


def _thanks(feedback: Feedback, told: Sequence[CaseId], lang: Lang, doors: Doors) -> SlackMessage:
    if feedback is Feedback.HELPED:
        return sentence(chat_wording.THANKS_HELPED[lang])
    named = chat_wording.OR[lang].join(f"`{case}`" for case in told)
    thanks = sentence(chat_wording.THANKS_NOT_IT[lang].format(cases=named))
    return together(thanks, looks_alike(doors.index().book, told, lang))

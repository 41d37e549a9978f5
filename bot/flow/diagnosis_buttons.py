"""The button under the diagnosis of a pod that shows everything; reading it again is `looking`'s."""

from bot.core.chat.buttons import SHOW_ALL
from bot.core.faces.everything import everything
from bot.flow.doors import Doors
from bot.model.chat import Press, Spoken


def under_diagnosis(pressed: Press) -> bool:
    """Whether the button stands under a diagnosis: there it carries the pod."""
    return bool(pressed.value) and pressed.action == SHOW_ALL


def press_diagnosis(pressed: Press, spoken: Spoken, doors: Doors) -> None:
    """Put all that was found into the thread, once.  Raises SlackError."""
    told = sorted(one.case for one in spoken.told)
    message = everything(spoken.text, spoken.lang, told[0] if told else "")
    mark = f"all:{pressed.channel}:{pressed.ts}"
    doors.chat.post(pressed.channel, pressed.thread_ts, message.marked(mark), maybe_there=True)

"""What is said to somebody who wants a pod read that their channel may not have read."""

from collections.abc import Sequence

from bot.core.objects.target import Target, written
from bot.core.wording import chat as chat_wording
from bot.errors import ClusterError
from bot.model.permit import Permit
from bot.model.text import Lang


def not_permitted(target: Target, permits: Sequence[Permit]) -> ClusterError:
    """That this pod may not be read from here, and what may be."""
    said = chat_wording.MAY_NOT_READ if permits else chat_wording.MAY_READ_NOTHING
    allowed = ", ".join(f"`{one}`" for one in permits)
    en, zh = (said[lang].format(pod=f"`{written(target)}`", allowed=allowed) for lang in (Lang.EN, Lang.ZH))
    return ClusterError(en, zh)

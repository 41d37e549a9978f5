"""Which channel may have which pod read: the setting as a door of the Slack bot."""

import os
from collections.abc import Callable, Mapping

from bot.core.chat.permits import not_permitted
from bot.core.objects.target import Target
from bot.errors import ClusterError
from bot.model.permit import permitted
from bot.settings import Settings

MayNot = Callable[[str, Target], ClusterError | None]
"""Channel, pod: why it may not be read for that channel; None when it may."""


def permit_door(chosen: Settings, environment: Mapping[str, str] = os.environ) -> MayNot:
    """What the setting says; without it everything may be read for everybody."""
    permits = chosen.channels_may_read
    if permits is None:
        return lambda _channel, _target: None

    def may_not(channel: str, target: Target) -> ClusterError | None:
        allowed = permitted(permits, channel)
        named = bool(allowed and target.context) or any(one.context for one in allowed)
        try:
            default = _default_context(environment) if named else ""
        except ClusterError as error:
            return error
        context = target.context or default
        if any(one.holds(target.pod.namespace, context, default) for one in allowed):
            return None
        return not_permitted(target, allowed)

    return may_not


def _default_context(environment: Mapping[str, str]) -> str:
    """Imported late: a bot that is asked for no pod stays small."""
    from bot.edge.cluster.connect import Access, default_context

    return default_context(Access(), environment)

"""The switches of a test: how the Web API fails, and what happens to the connections."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

from tests.slack_standin.backend import Backend
from tests.slack_standin.faults import EVERY, Fault, Trouble
from tests.slack_standin.http_door import HttpDoor
from tests.slack_standin.server import Server

T = TypeVar("T")


class ApiTroubles:
    """Trouble with the Web API; `method` is one method's name, or every method."""

    def __init__(self, server: Server, backend: Backend) -> None:
        self._server = server
        self._faults = backend.faults

    def limit(self, method: str = EVERY, *, seconds: float) -> None:
        """For so long, answer 429 with a Retry-After of what is left."""
        self._add(Fault(method, Trouble.LIMITED, until=time.monotonic() + seconds))

    def limit_times(self, method: str = EVERY, *, times: int, retry_after: int = 1) -> None:
        """Answer the next calls 429 with this Retry-After."""
        self._add(Fault(method, Trouble.LIMITED, times=times, seconds=retry_after))

    def break_down(self, method: str = EVERY, *, times: float = math.inf, status: int = 500) -> None:
        """Answer with a bare HTTP status and an HTML page."""
        self._add(Fault(method, Trouble.BROKEN, times=times, status=status))

    def refuse(self, method: str, error: str, *, times: float = math.inf) -> None:
        """Answer `ok: false` with this error."""
        self._add(Fault(method, Trouble.REFUSED, times=times, error=error))

    def hang(self, method: str = EVERY, *, seconds: float, times: float = math.inf) -> None:
        """Take the call, say nothing for so long, then close the connection; nothing is carried out."""
        self._add(Fault(method, Trouble.HANGING, times=times, seconds=seconds))

    def drop(self, method: str = EVERY, *, times: float = math.inf) -> None:
        """Close the connection before the call is carried out."""
        self._add(Fault(method, Trouble.DROPPED, times=times))

    def lose_answer(self, method: str = EVERY, *, times: float = math.inf) -> None:
        """Carry the call out, then close the connection without an answer."""
        self._add(Fault(method, Trouble.UNANSWERED, times=times))

    def end(self) -> None:
        """Everything works again."""
        self._server.do(self._faults.clear)

    def _add(self, fault: Fault) -> None:
        self._server.do(lambda: self._faults.add(fault))


class Wire:
    """The way of events to the bot: Socket Mode connections, or HTTP."""

    def __init__(self, server: Server, backend: Backend) -> None:
        self._server = server
        self._backend = backend

    @property
    def connections(self) -> int:
        """How many WebSockets are open now."""
        return self._do(lambda: len(self._backend.hub.connections))

    @property
    def opened(self) -> int:
        """How many WebSockets were ever opened."""
        return self._do(lambda: self._backend.hub.opened)

    @property
    def strays(self) -> list[str]:
        """Frames from the bot that acknowledge nothing known."""
        return self._do(lambda: list(self._backend.hub.strays))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send `disconnect` frames (`warning`, `refresh_requested`, `link_disabled`) and close as Slack does."""
        self._do(lambda: self._backend.hub.disconnect(reason))

    def cut(self) -> None:
        """Break all connections without a word."""
        self._do(self._backend.hub.cut)

    def freeze(self) -> None:
        """Leave all present connections open but dead; new ones work."""
        self._do(self._backend.hub.freeze)

    def send_twice(self, *, on: bool = True) -> None:
        """From now on deliver each envelope two times, to two connections when there are two."""
        self._do(lambda: setattr(self._backend.hub, "twice", on))

    def hold(self) -> None:
        """Keep all deliveries back until `release`."""
        self._do(self._backend.courier.hold)

    def release(self, *, backwards: bool = False) -> None:
        """Deliver what was held back, newest first when `backwards`."""
        self._do(lambda: self._backend.courier.release(backwards=backwards))

    def deliver_again(self, ts: str, *, retry: int = 1, reason: str = "timeout") -> int:
        """Deliver the events of a message once more, as a late retry; gives how many there are."""
        return self._do(lambda: self._again(ts, retry, reason))

    def use_http(self, url: str) -> HttpDoor:
        """Deliver everything as signed HTTP requests to this address from now on; gives what was answered."""
        door = HttpDoor(url, self._backend.keys.signing_secret, self._backend.timing)
        self._do(lambda: setattr(self._backend.courier, "door", door))
        return door

    def use_sockets(self) -> None:
        """Deliver over Socket Mode again."""
        self._do(lambda: setattr(self._backend.courier, "door", self._backend.hub))

    def _again(self, ts: str, retry: int, reason: str) -> int:
        found = [delivery for delivery in self._backend.courier.deliveries if delivery.event.get("ts") == ts]
        for delivery in found:
            self._backend.courier.again(delivery, retry, reason)
        return len(found)

    def _do(self, work: Callable[[], T]) -> T:
        return self._server.do(work)

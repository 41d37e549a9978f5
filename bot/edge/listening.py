"""A WSGI application on an address, served by waitress in threads of its own."""

import logging
import socket
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from waitress.server import create_server
from waitress.wasyncore import close_all

from bot.errors import SettingsError
from bot.settings import Address

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[Environ, Start], Iterable[bytes]]
"""A WSGI application: https://peps.python.org/pep-3333/"""

_MOST_CONNECTIONS = 100
_HEADER_BYTES = 64 * 1024
_IDLE_SECONDS = 60


class Listener:
    """Serves *application* from now on until `close`; `port` is the one that is really open."""

    def __init__(self, application: Application, address: Address, *, threads: int = 2, most_bytes: int = 0) -> None:
        """`most_bytes` is the largest body of a request.  Raises SettingsError when the address cannot be had."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news; /metrics tells of it
        self._sockets: dict[int, Any] = {}
        opened = _opened(address)
        self.port = int(opened.getsockname()[1])
        self._server: Any = create_server(  # one socket gives one server, which the stubs do not know
            application,
            map=self._sockets,
            sockets=[opened],
            threads=threads,
            ident="juicefs-bot",
            connection_limit=_MOST_CONNECTIONS,
            max_request_header_size=_HEADER_BYTES,
            max_request_body_size=most_bytes,
            channel_timeout=_IDLE_SECONDS,
        )
        self._thread = Thread(target=self._server.run, name=f"listen-{self.port}", daemon=True)
        self._thread.start()

    def close(self, seconds: float = 5.0) -> None:
        """Take no more requests, finish those that are worked on within *seconds*, and hang up."""
        self._server.trigger.pull_trigger(self._server.del_channel)
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=seconds)
        try:
            self._server.trigger.pull_trigger(lambda: close_all(self._sockets))
        except OSError:  # its loop has ended by itself and closed the trigger: seen once in thousands of runs
            close_all(self._sockets)
        self._thread.join(seconds)
        self._server.socket.close()


def _opened(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        where = f"{address.host}:{address.port}"
        raise SettingsError(
            f"Cannot listen on {where}: it is in use, or not an address of this machine. Choose another one.",
            f"无法监听 {where}：地址被占用，或者不是本机地址。请换一个。",
        ) from error

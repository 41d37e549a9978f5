"""Socket Mode: one-use tickets, several WebSocket connections, envelopes, acknowledgements, and ways to lose them."""

import asyncio
import contextlib
import itertools
import json
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack_standin.clock import Timing
from tests.slack_standin.courier import Attempt, Delivery, Kind, Outcome
from tests.slack_standin.shapes import Json

MOST_CONNECTIONS = 10


@dataclass(slots=True)
class Connection:
    """One open WebSocket; `leaving` after a disconnect frame, `frozen` when it no longer reads or answers pings."""

    id: str
    socket: web.WebSocketResponse
    transport: asyncio.BaseTransport | None
    leaving: bool = False
    frozen: bool = False


@dataclass(slots=True)
class SocketHub:
    """All connections of the app.

    `twice` sends each envelope two times, to two connections when there are two; `strays` keeps frames from the bot
    that acknowledge nothing we know.
    """

    app: str
    timing: Timing
    touched: Callable[[], None]
    connections: dict[str, Connection] = field(default_factory=dict)
    opened: int = 0
    twice: bool = False
    strays: list[str] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _turns: "itertools.count[int]" = field(default_factory=itertools.count)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def ticket(self) -> str:
        """A ticket that opens one connection."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket endpoint: greets, then hears acknowledgements until the connection ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=400, text="invalid ticket")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False, max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(uuid.uuid4().hex[:8], socket, request.transport)
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            return socket
        self.connections[connection.id] = connection
        self.opened += 1
        self.start(self._ping(connection))
        try:
            await socket.send_json(self._hello())
            self.touched()
            await self._listen(connection)
        finally:
            self.connections.pop(connection.id, None)
            self.touched()
        return socket

    async def attempt(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """Send one envelope and wait for its acknowledgement; the reason of a miss is Slack's word `timeout`."""
        chosen = self._chosen()
        attempt.envelope_id = str(uuid.uuid4())
        attempt.connections = tuple(connection.id for connection in chosen)
        if not chosen:
            return Outcome(acked=False, reason="timeout")
        future = asyncio.get_running_loop().create_future()
        self._waiting[attempt.envelope_id] = future
        for connection in chosen:
            with contextlib.suppress(
                ConnectionError
            ):  # a closing socket: nobody will acknowledge, which is the outcome
                await connection.socket.send_str(json.dumps(_envelope(delivery, attempt)))
        try:
            answer = await asyncio.wait_for(asyncio.shield(future), self.timing.ack)
        except TimeoutError:
            return Outcome(acked=False, reason="timeout")
        return Outcome(acked=True, answer=answer)

    def disconnect(self, reason: str) -> None:
        """Tell every connection to go, as Slack does before it closes; `warning` leaves it open a while longer."""
        for connection in list(self.connections.values()):
            connection.leaving = True
            self.start(self._farewell(connection, reason))

    def cut(self) -> None:
        """Break every connection without a word."""
        for connection in list(self.connections.values()):
            if isinstance(connection.transport, asyncio.WriteTransport):
                connection.transport.abort()

    def freeze(self) -> None:
        """Leave every connection open but deaf: no pong, no reading, as after a silent network loss."""
        for connection in self.connections.values():
            connection.frozen = True

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the rest until the hub closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.cut()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "standin", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app},
        }

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if connection.frozen:
                continue
            if frame.type is WSMsgType.PING:
                await connection.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._hear(frame.data)

    def _hear(self, text: str) -> None:
        try:
            said: Json = json.loads(text)
            future = self._waiting[said["envelope_id"]]
        except (ValueError, KeyError, TypeError):
            self.strays.append(text)
            return
        if not future.done():
            future.set_result(said.get("payload") or {})

    def _chosen(self) -> list[Connection]:
        staying = [connection for connection in self.connections.values() if not connection.leaving]
        usable = staying or list(self.connections.values())
        if not usable:
            return []
        first = next(self._turns) % len(usable)
        second = usable[(first + 1) % len(usable)]
        return [usable[first], second] if self.twice else [usable[first]]

    async def _ping(self, connection: Connection) -> None:
        with contextlib.suppress(ConnectionError):  # the connection ended between two pings
            while not connection.socket.closed:
                await asyncio.sleep(self.timing.ping)
                if not connection.frozen:
                    await connection.socket.ping(b"Ping from the stand-in")

    async def _farewell(self, connection: Connection, reason: str) -> None:
        with contextlib.suppress(ConnectionError):  # the bot may have left already
            await connection.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "standin"}}
            )
            await asyncio.sleep(self.timing.farewell if reason == "warning" else 0)
            await connection.socket.close()


def _envelope(delivery: Delivery, attempt: Attempt) -> Json:
    envelope: Json = {
        "envelope_id": attempt.envelope_id,
        "payload": delivery.payload,
        "type": delivery.kind.value,
        "accepts_response_payload": delivery.kind is not Kind.EVENT,
    }
    if delivery.kind is Kind.EVENT:
        envelope |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
    return envelope

"""The connection to Slack: who we are, the Bolt app, and the socket that events come over."""

import logging
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection as Session
from slack_sdk.web import SlackResponse

from bot.edge.slack.counting import Counted, CountedClient
from bot.edge.slack.identity import Identity
from bot.edge.slack.outcomes import LimitedError, RefusedError, carried_out
from bot.errors import SlackError

HTTP_TIMEOUT = 15
"""Seconds for one call of the Web API."""
PING_SECONDS = 2.0
"""Between two looks at the socket: a broken one is replaced within three of these, a silent one within five."""
CONNECTED_WITHIN = 15.0
_BUFFER = 64 * 1024
LOGGER = "slack"
"""What Slack's libraries log under."""
_LOOK = 0.02
_CLOSED_WITHIN = 5.0
_FIRST_PONG_WITHIN = 5 * PING_SECONDS
_GUARD_SECONDS = 0.5
_HUNG_UP = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
"""What poll(2) tells of a socket whose other side is gone; without POLLRDHUP (outside Linux) the pings tell later."""


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What opens the door: the bot's token, the app-level one, and the Web API's address with its slash."""

    bot: str
    app: str
    api: str


@dataclass(frozen=True, slots=True)
class Counting:
    """Who counts: every call of the Web API with its outcome, and every lost socket that was replaced."""

    called: Counted = lambda _method, _outcome: None
    reopened: Callable[[], None] = lambda: None


class Connection:
    """A Bolt app with its socket.  Register listeners on `app`, then `open`; `close` hangs up cleanly."""

    def __init__(self, tokens: Tokens, counting: Counting = Counting()) -> None:
        """Ask Slack who we are.  Raises SlackError when it refuses the token or cannot be reached."""
        self._tokens = tokens
        self._counting = counting
        self._log = logging.getLogger(LOGGER)
        self.client = self._web(tokens.bot)
        self.me = _identity(_allowed(self.client.auth_test, "SLACK_BOT_TOKEN"))
        self.app = App(
            client=self._web(None),
            authorize=_always(
                AuthorizeResult(
                    enterprise_id=None,
                    team_id=self.me.team,
                    bot_user_id=self.me.user,
                    bot_id=self.me.bot,
                    bot_token=tokens.bot,
                )
            ),
            logger=self._log,
            request_verification_enabled=False,  # Socket Mode has no signatures; the socket itself is authenticated
            listener_executor=ThreadPoolExecutor(max_workers=1, thread_name_prefix="listener"),  # keeps their order
        )
        self._handler: SocketModeHandler | None = None
        self._closed = threading.Event()

    def open(self) -> None:
        """Connect; from now on events come.  Raises SlackError when the app-level token does not open a socket."""
        web = self._web(self._tokens.app)
        address = _allowed(web.apps_connections_open, "SLACK_APP_TOKEN", app_token=self._tokens.app)
        self._handler = SocketModeHandler(
            self.app,
            self._tokens.app,
            logger=self._log,
            web_client=web,
            ping_interval=PING_SECONDS,
            receive_buffer_size=_BUFFER,
            concurrency=1,  # one event after the other, so that those of a thread keep their order
        )
        self._handler.client.wss_uri = str(address["url"])
        self._handler.client.on_error_listeners.append(lambda _: self._drop())
        self._handler.client.connect()
        self._wait()
        threading.Thread(target=self._guard, name="socket-guard", daemon=True).start()

    @property
    def connected(self) -> bool:
        """Whether events can come now; a lost socket is replaced by itself."""
        return self._handler is not None and self._handler.client.is_connected()

    def close(self) -> None:
        """Hang up: Slack keeps what it could not deliver and brings it to the next connection."""
        self._closed.set()
        self._log.setLevel(logging.CRITICAL)  # an event that comes just now fails to be acknowledged, and comes again
        if self._handler is not None:
            hang_up(self._handler.client)

    def _web(self, token: str | None) -> WebClient:
        options = {"base_url": self._tokens.api, "timeout": HTTP_TIMEOUT, "logger": self._log}
        client = CountedClient(token, self._counting.called, **options)
        client.retry_handlers = []  # a post that is repeated blindly may be there twice: `posting` repeats with care
        return client

    def _guard(self) -> None:
        """Give a socket up when the other side has hung up, or at its first failed ping.

        slack_sdk 3.47 waits for the fifth, and reads a connection that the other side has closed in a busy loop
        meanwhile (seen: ten seconds at full load).  Nor does it ever miss the answer to the very first ping, so that a
        socket that dies right after it was opened is given up here.  Its own monitor then opens a new one.
        """
        known, since = "", 0.0
        while not self._closed.wait(_GUARD_SECONDS):
            session = self._handler.client.current_session if self._handler else None
            if session is not None and session.session_id != known:
                if known:
                    self._counting.reopened()
                known, since = session.session_id, time.monotonic()
            if session is not None and (_broken(session) or _never_answered(session, since)):
                self._drop()

    def _drop(self) -> None:
        session = self._handler.client.current_session if self._handler else None
        if session is not None and session.is_active():
            session.disconnect()

    def _wait(self) -> None:
        give_up = time.monotonic() + CONNECTED_WITHIN
        while not self.connected:
            if time.monotonic() > give_up:
                self.close()
                raise SlackError(
                    "Slack's socket cannot be opened. Check that WebSocket connections (wss) may leave this network.",
                    "无法建立 Slack 的 WebSocket 连接。请确认本网络允许对外的 wss 连接。",
                )
            time.sleep(_LOOK)


def hang_up(client: SocketModeClient) -> None:
    """Close the socket and wait for its threads, some seconds at most.

    slack_sdk 3.47 waits for its reading thread for ever when that has just begun, for it takes the word to end back
    (`_run_current_session`; seen on a busy machine, once in some hundred stops right after the start): tell it again.
    """
    closing = threading.Thread(target=client.close, name="hang-up", daemon=True)
    closing.start()
    give_up = time.monotonic() + _CLOSED_WITHIN
    while closing.is_alive() and time.monotonic() < give_up:
        client.current_session_state.terminated = True
        closing.join(_LOOK)


def _broken(session: Session) -> bool:
    return bool(session.consecutive_check_state_error_count) or _hung_up(session)


def _hung_up(session: Session) -> bool:
    """Whether the other side has closed the connection: asked of the system, without reading."""
    try:
        asked = select.poll()
        asked.register(session.sock, _HUNG_UP)  # type: ignore[arg-type]  # None where it was closed just now: TypeError
        return bool(asked.poll(0))
    except (OSError, ValueError, TypeError):
        return False  # closed by ourselves


def _never_answered(session: Session, since: float) -> bool:
    return session.last_ping_pong_time is None and time.monotonic() - since > _FIRST_PONG_WITHIN


def _always(us: AuthorizeResult) -> Callable[[], AuthorizeResult]:
    """Bolt's answer to "who is this event for": always us, without asking Slack first."""
    return lambda: us


def _identity(answer: SlackResponse) -> Identity:
    return Identity(
        team=str(answer["team_id"]), user=str(answer["user_id"]), bot=str(answer["bot_id"]), url=str(answer["url"])
    )


def _allowed(call: Callable[..., SlackResponse], variable: str, **args: str) -> SlackResponse:
    """The answer of a call that the start depends on; a limit is waited out, a refusal is told with its setting."""
    while True:
        try:
            return carried_out(lambda: call(**args))
        except LimitedError as limited:
            time.sleep(limited.seconds)
        except RefusedError as refused:
            raise SlackError(
                f"Slack refuses {variable}: {refused.code}. Copy the token again from api.slack.com/apps, your app.",
                f"Slack 拒绝了 {variable}：{refused.code}。请到 api.slack.com/apps 的应用页面重新复制令牌。",
            ) from refused

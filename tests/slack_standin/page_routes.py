"""The page in the browser and what it asks for: loopback only, one person's view, changes as they happen, and acts."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import hdrs, web

from tests.slack_standin.acts import Acting, Press
from tests.slack_standin.backend import Backend
from tests.slack_standin.message import Message
from tests.slack_standin.modals import View
from tests.slack_standin.page_view import PageView
from tests.slack_standin.people import Channel, User
from tests.slack_standin.shapes import Json

FOLDER = Path(__file__).parent / "page"
_ASSETS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_HOSTS = ("127.0.0.1", "localhost")
_CALM = 0.05
"""Seconds between two notices of change: a burst of messages is drawn once."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'"
)
_GUARDS = {
    "Content-Security-Policy": f"{_POLICY}; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """The routes of the page."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._changed = asyncio.Event()
        backend.space.watch(self._changed.set)

    def routes(self) -> list[web.RouteDef]:
        """All of them, closed to requests that name another host (a web site that points its name at loopback)."""
        return [
            web.get("/", _local(self.asset)),
            web.get("/archives/{channel}/{message}", _local(self.asset)),
            web.get("/standin/page/{name}", _local(self.asset)),
            web.get("/standin/view", _local(self.view)),
            web.get("/standin/changes", _local(self.changes)),
            web.get("/standin/file/{file}", _local(self.picture)),
            web.post("/standin/act", _local(self.act)),
        ]

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """The HTML, a script or the style sheet."""
        path = FOLDER / request.match_info.get("name", "index.html")
        if path.parent != FOLDER or path.suffix not in _ASSETS or not path.is_file():
            return web.Response(status=404)
        return web.Response(text=path.read_text(encoding="utf-8"), content_type=_ASSETS[path.suffix], headers=_GUARDS)

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a shared PNG; nothing else is shown as it is."""
        stored = self._backend.space.files.get(request.match_info["file"])
        if stored is None or stored.filetype != "png":
            return web.Response(status=404)
        return web.Response(body=stored.content, content_type="image/png", headers=_GUARDS)

    async def view(self, request: web.Request) -> web.StreamResponse:
        """Everything on one person's screen."""
        user = self._user(request.query.get("user", ""))
        drawn = PageView(self._backend, user).whole(request.query.get("channel", ""), request.query.get("thread", ""))
        return web.json_response(drawn)

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """A stream of notices that something has changed."""
        stream = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", hdrs.CACHE_CONTROL: "no-store"})
        await stream.prepare(request)
        seen = -1
        while not _gone(request):
            while seen == self._backend.space.revision:
                self._changed.clear()
                await self._changed.wait()
            seen = self._backend.space.revision
            with contextlib.suppress(ConnectionError):  # the browser has left; the next look at the transport ends this
                await stream.write(f"data: {seen}\n\n".encode())
            await asyncio.sleep(_CALM)
        return stream

    async def act(self, request: web.Request) -> web.StreamResponse:
        """Something that the person at the page does."""
        if request.content_type != "application/json":
            return web.Response(status=415)
        asked: Json = await request.json()
        try:
            self._acts()[asked["act"]](Acting(self._backend, self._user(asked["user"])), asked)
        except (LookupError, ValueError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        return web.json_response({"ok": True})

    def _acts(self) -> dict[str, Callable[[Acting, Json], object]]:
        return {
            "post": self._post,
            "press": lambda me, asked: me.press(self._message(asked), _press(asked)),
            "press_in_view": lambda me, asked: me.press_in_view(self._view(me, asked), _press(asked)),
            "submit": lambda me, asked: me.submit(self._view(me, asked), asked["values"]),
            "close": lambda me, asked: me.close_view(self._view(me, asked)),
            "home": lambda me, _asked: me.open_home(),
            "edit": lambda me, asked: me.edit(self._message(asked), asked["text"]),
            "delete": lambda _me, asked: self._backend.talk.delete(self._message(asked)),
        }

    def _post(self, me: Acting, asked: Json) -> None:
        channel, text, thread = self._channel(asked), str(asked["text"]), str(asked.get("thread") or "")
        if asked.get("files"):
            files = [
                me.new_file(given["name"], given["content"].encode(), snippet=bool(given.get("snippet")))
                for given in asked["files"]
            ]
            me.upload(channel, files, text, thread)
        elif text.startswith("/") and not thread:
            command, _, words = text.partition(" ")
            me.run(command, words, channel)
        else:
            me.post(channel, text, thread)

    def _user(self, name: str) -> User:
        people = [user for user in self._backend.space.users.values() if not user.is_bot]
        return next((user for user in people if name in (user.id, user.name)), people[0])

    def _channel(self, asked: Json) -> Channel:
        return self._backend.space.channels[asked["channel"]]

    def _message(self, asked: Json) -> Message:
        channel = self._channel(asked)
        whispered = {message.ts: message for message in channel.ephemerals}
        return channel.messages.get(asked["ts"]) or whispered[asked["ts"]]

    def _view(self, me: Acting, asked: Json) -> View:
        views = self._backend.views
        found = (views.top(me.user.id), views.homes.get(me.user.id))
        return {view.id: view for view in found if view is not None}[asked["view"]]


def _press(asked: Json) -> Press:
    return Press(asked["name"], asked.get("block_id", ""), asked.get("chosen"))


def _local(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        if request.url.host not in _HOSTS:
            return web.Response(status=403, text="this page answers to loopback names only")
        return await handler(request)

    return guarded


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()

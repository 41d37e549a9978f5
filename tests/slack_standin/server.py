"""The stand-in's HTTP and WebSocket server on loopback: one asyncio loop in a thread of its own."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from tests.slack_standin.api import Api, in_trouble
from tests.slack_standin.backend import Backend
from tests.slack_standin.faults import FILES, RESPONSE_URLS
from tests.slack_standin.page_routes import Page
from tests.slack_standin.shapes import RefusedError
from tests.slack_standin.stored_file import StoredFile

T = TypeVar("T")
SIGN_IN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to your workspace</body></html>"
)
_LARGEST_BODY = 256 * 1024 * 1024


class Server:
    """Serves one backend from `start` to `stop`; other threads reach it with `do`."""

    def __init__(self, port: int = 0) -> None:
        self._listening = socket.create_server(("127.0.0.1", port))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack-standin", daemon=True)
        self._runner: web.AppRunner | None = None

    def start(self, make_backend: Callable[[str], Backend]) -> Backend:
        """Begin to serve the backend that `make_backend` makes for the server's address."""
        self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._serve(make_backend), self._loop).result(timeout=10)

    def stop(self, backend: Backend) -> None:
        """Hang up on everybody and end the thread."""
        asyncio.run_coroutine_threadsafe(self._end(backend), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def do(self, work: Callable[[], T]) -> T:
        """Run `work` on the server's thread and give its result; exceptions come back, too."""

        async def run() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=30)

    async def _serve(self, make_backend: Callable[[str], Backend]) -> Backend:
        backend = make_backend(self.address)
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.add_routes(_routes(backend))
        app.add_routes(Page(backend).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.SockSite(self._runner, self._listening).start()
        return backend

    async def _end(self, backend: Backend) -> None:
        await backend.close()
        if self._runner is not None:
            await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _routes(backend: Backend) -> list[web.RouteDef]:
    api, doors = Api(backend), _Doors(backend)
    return [
        web.post("/api/{method}", api.answer),
        web.get("/api/{method}", api.answer),
        web.get("/link/", backend.hub.accept),
        web.post("/response/{name}", doors.respond),
        web.post("/upload/v1/{ticket}", doors.upload),
        web.get("/files-pri/{file}/{name}", doors.download),
        web.get("/files-pri/{file}/download/{name}", doors.download),
    ]


class _Doors:
    """The addresses beside the Web API."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """A response URL."""
        fault = self._backend.faults.meets(RESPONSE_URLS)
        if fault is not None:
            return await in_trouble(fault, request)
        try:
            self._backend.response_urls.respond(request.match_info["name"], json.loads(await request.text()))
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        except RefusedError as refused:
            status = 404 if refused.error in ("expired_url", "used_url") else 400
            return web.json_response({"ok": False, "error": refused.error} | refused.extra, status=status)
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The upload address of a file: takes raw bytes or a form with one file."""
        stored = self._backend.space.files.get(self._backend.uploads.pop(request.match_info["ticket"], ""))
        if stored is None:
            return web.Response(status=404, text="no such upload")
        stored.content = await _uploaded(request)
        return web.Response(text=f"OK - {len(stored.content)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A private file: the bytes for a bot that may read it, else a sign-in page with status 200."""
        stored = self._backend.space.files.get(request.match_info["file"].rpartition("-")[2])
        fault = self._backend.faults.meets(FILES)
        if fault is not None:
            return await in_trouble(fault, request)
        if stored is None:
            return web.Response(status=404, text="not found")
        if not self._may_read(request, stored):
            return web.Response(text=SIGN_IN_PAGE, content_type="text/html")
        return web.Response(body=stored.content, content_type=str(stored.to_json()["mimetype"]))

    def _may_read(self, request: web.Request, stored: StoredFile) -> bool:
        backend = self._backend
        keys = backend.keys
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != keys.bot_token or token in keys.revoked or not backend.manifest.grants("files:read"):
            return False
        rooms = [backend.space.channels[name] for name in stored.channels]
        return stored.user == backend.bot.id or any(backend.bot.id in room.members for room in rooms)


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""

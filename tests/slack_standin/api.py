"""The Web API's front desk: reads the call, meets troubles, checks token and scope, records, answers."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import cast

from aiohttp import web

from tests.slack_standin.backend import ApiCall, Backend
from tests.slack_standin.faults import Fault, Trouble
from tests.slack_standin.methods import METHODS
from tests.slack_standin.methods.call import Call
from tests.slack_standin.shapes import Json, RefusedError

_JSON_FIELDS = ("blocks", "attachments", "metadata", "view", "files", "unfurls")
"""Arguments that come as JSON text when the call is form-encoded."""


class Api:
    """Answers POST (and GET) /api/<method>."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        method = request.match_info["method"]
        args, token = await _read(request)
        fault = self._backend.faults.meets(method)
        if fault is not None and fault.trouble not in (Trouble.UNANSWERED, Trouble.REFUSED):
            return await self._trouble(fault, request, ApiCall(time.monotonic(), method, args, token, 0, {}))
        try:
            answer = self._refusal(fault) or self._carry_out(Call(self._backend, method, args, token))
        except RefusedError as refused:
            answer = {"ok": False, "error": refused.error} | refused.extra
        status = 429 if answer.get("error") == "ratelimited" else 200
        self._record(ApiCall(time.monotonic(), method, args, token, status, answer))
        if fault is not None and fault.trouble is Trouble.UNANSWERED:
            return await _hang_up(request)
        return web.json_response(answer, status=status, headers=self._headers(answer))

    def _refusal(self, fault: Fault | None) -> Json:
        refused = fault is not None and fault.trouble is Trouble.REFUSED
        return {"ok": False, "error": fault.error} if fault and refused else {}

    def _carry_out(self, call: Call) -> Json:
        known = METHODS.get(call.method)
        if known is None:
            raise RefusedError("unknown_method", req_method=call.method)
        call.check_token(app_level=known.app_level)
        call.check_scope(*known.scopes)
        if call.method in ("chat.postMessage", "chat.postEphemeral") and self._backend.posting is not None:
            wait = self._backend.posting.refuse_for(str(call.args.get("channel")))
            if wait:
                raise RefusedError("ratelimited", retry_after=wait)
        return {"ok": True} | known.handler(call)

    async def _trouble(self, fault: Fault, request: web.Request, call: ApiCall) -> web.StreamResponse:
        match fault.trouble:
            case Trouble.LIMITED:
                answer = {"ok": False, "error": "ratelimited"}
                headers = {"Retry-After": str(fault.retry_after())}
                self._record(ApiCall(call.at, call.method, call.args, call.token, 429, answer))
                return web.json_response(answer, status=429, headers=headers)
            case Trouble.BROKEN:
                self._record(ApiCall(call.at, call.method, call.args, call.token, fault.status, {}))
                return web.Response(status=fault.status, text="<html><body>Server Error</body></html>")
            case _:
                self._record(call)
                await asyncio.sleep(fault.seconds)
                return await _hang_up(request)

    def _record(self, call: ApiCall) -> None:
        self._backend.calls.append(call)
        self._backend.space.touched()

    def _headers(self, answer: Json) -> Mapping[str, str]:
        scopes = self._backend.manifest.scopes
        shown = {"x-oauth-scopes": ",".join(sorted(scopes if scopes is not None else {"everything"}))}
        return shown | ({"Retry-After": str(answer["retry_after"])} if "retry_after" in answer else {})


async def _read(request: web.Request) -> tuple[Json, str]:
    """The arguments and the token, from wherever the client put them."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        args |= _parsed(text)
    else:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in _JSON_FIELDS:
        if isinstance(args.get(name), str):
            args[name] = _decoded(name, args[name])
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return args, bearer or str(args.pop("token", ""))


def _parsed(text: str) -> Json:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _decoded(name: str, text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except ValueError:
        return None if name != "files" else text


async def in_trouble(fault: Fault, request: web.Request) -> web.StreamResponse:
    """What a request that is no call of a method meets: 429, a bare status, or a connection that closes (late)."""
    match fault.trouble:
        case Trouble.LIMITED:
            return web.Response(status=429, headers={"Retry-After": str(fault.retry_after())})
        case Trouble.BROKEN | Trouble.REFUSED:
            return web.Response(status=fault.status)
        case _:
            await asyncio.sleep(fault.seconds)
            return await _hang_up(request)


async def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        cast("asyncio.WriteTransport", request.transport).abort()
    return web.Response(status=500)

"""The content of shared files, fetched with the bot's token: which therefore goes to Slack's own hosts and no other."""

import time
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from slack_sdk import WebClient

from bot.core.chat.attachments import MOST_BYTES, too_large
from bot.edge.slack.outcomes import LimitedError, UnsureError, carried_out, seconds_in
from bot.edge.slack.patience import Patience
from bot.errors import InputError, SlackDownError, SlackError, StoppingError
from bot.model.chat import SharedFile
from bot.model.text import RawText

HOSTS = ("slack.com", "slack-files.com", "slack-gov.com")
"""Slack's hosts for files, with everything below them; the host of SLACK_API_BASE_URL joins them."""
TIMEOUT = 10.0
DEADLINE = 30.0
"""Seconds for one whole file, however slowly it drips."""
PATIENCE_SECONDS = 30.0
"""Of pauses while Slack fails to give a file; then its reader is told."""
_SERVER_ERROR = 500
_TOO_MANY = 429
_CHUNK = 64 * 1024
_SNIFFED = 4_096
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Files:
    """Downloads text files of a workspace."""

    def __init__(
        self,
        client: WebClient,
        token: str,
        api: str,
        patience: Patience,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._patience = patience
        self._token = token
        self._home = _origin(api)
        self._clock = clock
        self._opener: OpenerDirector = build_opener(_OnlySlack(self._trusted))

    def text(self, file: SharedFile) -> RawText:
        """The file's text.

        Raises SlackError when Slack does not give it, StoppingError when the bot stops first, InputError when it
        cannot be used.
        """
        try:
            return _decoded(self._patience.insist(lambda: self._given(file)), file)
        except StoppingError:
            raise
        except SlackDownError as error:
            raise SlackError("Slack did not send it in time.", "Slack 没有及时返回内容。") from error

    def _given(self, file: SharedFile) -> bytes:
        url = file.url or self._looked_up(file)
        if not self._trusted(url):
            raise SlackError(
                "it does not lie with Slack, and the bot's token goes nowhere else.",
                "它不在 Slack 上，机器人的令牌不会发往别处。",
            )
        return self._fetched(url, file)

    def _looked_up(self, file: SharedFile) -> str:
        """Files of other workspaces come without an address: `check_file_info`."""
        info = carried_out(lambda: self._client.files_info(file=file.id)).get("file") or {}
        return str(info.get("url_private_download") or info.get("url_private") or "")

    def _trusted(self, url: str) -> bool:
        parts = urlsplit(url)
        host = parts.hostname or ""
        slack = any(host == name or host.endswith(f".{name}") for name in HOSTS)
        return _origin(url) == self._home or (slack and parts.scheme == "https" and not parts.username)

    def _fetched(self, url: str, file: SharedFile) -> bytes:
        request = Request(url, headers={"Authorization": f"Bearer {self._token}"})  # noqa: S310 - Slack's own, checked above
        give_up = self._clock() + DEADLINE
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                if answer.headers.get_content_type() == "text/html":
                    raise _sign_in_page()
                content = bytearray()
                while chunk := answer.read(_CHUNK):
                    content += chunk
                    if len(content) > MOST_BYTES:
                        raise too_large(file)
                    if self._clock() > give_up:
                        raise TimeoutError
                return bytes(content)
        except HTTPError as error:
            error.close()
            raise _of_status(error) from error
        except (OSError, HTTPException, ValueError) as error:
            raise UnsureError from error


class _OnlySlack(HTTPRedirectHandler):
    """Follows redirects within Slack; the token would go along to anywhere else."""

    def __init__(self, trusted: Callable[[str], bool]) -> None:
        self._trusted = trusted

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request for the next address; None ends with the answer that wanted to send us away."""
        if not self._trusted(newurl):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _of_status(error: HTTPError) -> SlackError:
    if error.code == _TOO_MANY:
        return LimitedError(seconds_in(dict(error.headers)))
    if error.code >= _SERVER_ERROR:
        return UnsureError()
    return SlackError(f"Slack answered {error.code}.", f"Slack 返回 {error.code}。")


def _sign_in_page() -> SlackError:
    return SlackError(
        "Slack gave a sign-in page instead of the file. The app needs the scope files:read and must be in the channel.",
        "Slack 返回了登录页而不是文件内容。应用需要 files:read 权限，并且必须在该频道中。",
    )


def _decoded(content: bytes, file: SharedFile) -> RawText:
    """UTF-8, or UTF-16 with its mark as PowerShell writes it; what is no text is refused."""
    if content.startswith(_UTF16):
        return RawText(content.decode("utf-16", "replace"))
    if b"\x00" in content[:_SNIFFED]:
        raise InputError(f"{file.name} is a binary file, not text.", f"{file.name} 是二进制文件，不是文本。")
    return RawText(content.decode("utf-8-sig", "replace"))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc

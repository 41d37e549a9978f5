"""One call of Slack's Web API, and what became of it: done, or one of our own errors that says what to do next."""

from collections.abc import Callable
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.errors import SlackError

_LATER = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"})
"""Slack's own troubles: the same call may work in a moment (docs.slack.dev, errors of chat.postMessage)."""
_NEVER_SENT = (ConnectionRefusedError, gaierror)
_LONGEST_WAIT = 300.0
"""Seconds; a Retry-After of more is asked again after these."""
_SERVER_ERROR = 500
_TOO_MANY = 429


class LimitedError(SlackError):
    """Slack wants to be asked again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Slack limits how often it may be asked.", "Slack 限制了请求频率。")
        self.seconds = seconds


class UnsureError(SlackError):
    """The call may or may not have been carried out: Slack failed, or the answer was lost."""

    def __init__(self) -> None:
        super().__init__("Slack did not answer.", "Slack 没有响应。")


class UnsentError(SlackError):
    """The call never reached Slack."""

    def __init__(self) -> None:
        super().__init__("Slack cannot be reached.", "无法连接 Slack。")


class RefusedError(SlackError):
    """Slack read the call and said no; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}.", f"Slack 拒绝了请求：{code}。")
        self.code = code


def carried_out(call: Callable[[], SlackResponse]) -> SlackResponse:
    """The answer of `call`.  Raises LimitedError, UnsureError, UnsentError or RefusedError, and nothing foreign."""
    try:
        return call()
    except SlackApiError as error:
        raise _of_answer(error) from error
    except URLError as error:
        if isinstance(error.reason, _NEVER_SENT):
            raise UnsentError from error
        raise UnsureError from error
    except (OSError, HTTPException, SlackClientError, ValueError) as error:
        raise UnsureError from error


def _of_answer(error: SlackApiError) -> SlackError:
    response = error.response
    status = getattr(response, "status_code", 0)
    code = str(response.get("error", "")) if isinstance(getattr(response, "data", response), dict) else ""
    if status == _TOO_MANY or code == "ratelimited":
        return LimitedError(seconds_in(getattr(response, "headers", {})))
    if status >= _SERVER_ERROR or code in _LATER:
        return UnsureError()
    return RefusedError(code if code.replace("_", "").isalnum() else "unexpected_answer")


def seconds_in(headers: dict[str, str]) -> float:
    """Retry-After in seconds: at least one, whatever Slack (or what stands between) wrote."""
    text = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return min(max(float(text), 1.0), _LONGEST_WAIT) if text.isdigit() else 1.0

"""Files of the bot's own: shared once, as far as Slack tells; needs the scope files:write."""

from slack_sdk import WebClient

from bot.edge.slack.outcomes import UnsureError, carried_out
from bot.edge.slack.patience import Patience
from bot.edge.slack.reading import Reader
from bot.model.chat import Upload

SECONDS = 20.0
"""Of pauses while Slack fails; then whoever asked is told in words what the file would say."""


class Uploader:
    """Shares files.  Raises RefusedError when Slack says no (`missing_scope`), SlackDownError when patience ends."""

    def __init__(self, client: WebClient, reader: Reader, patience: Patience) -> None:
        self._client = client
        self._reader = reader
        self._patience = patience

    def share(self, upload: Upload, *, maybe_there: bool = False) -> None:
        """Share the file; with `maybe_there` look first whether it stands in its thread."""
        unsure = maybe_there

        def attempt() -> None:
            nonlocal unsure
            if unsure and upload.thread_ts and self._reader.shows(upload.channel, upload.thread_ts, upload.name):
                return
            try:
                self._share(upload)
            except UnsureError:
                unsure = True
                raise

        self._patience.insist(attempt)

    def _share(self, upload: Upload) -> None:
        """By files.getUploadURLExternal, the address that it gives, and files.completeUploadExternal."""
        carried_out(
            lambda: self._client.files_upload_v2(
                channel=upload.channel,
                thread_ts=upload.thread_ts or None,
                filename=upload.name,
                title=upload.title,
                content=upload.content,
                initial_comment=upload.comment or None,
            )
        )

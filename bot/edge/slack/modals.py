"""Modals: questions that open over what a person is at.  They live for seconds, so that nothing here waits."""

from slack_sdk import WebClient

from bot.edge.slack.outcomes import carried_out


class Modals:
    """Opens modals.  Raises SlackError, at once: the trigger is old in three seconds."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def open(self, trigger: str, view: dict[str, object]) -> None:
        """Show the modal to whoever pressed."""
        carried_out(lambda: self._client.views_open(trigger_id=trigger, view=view))

"""Who the bot is in its workspace: what `auth.test` tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot's own names.  `url` is the workspace's address and ends in a slash."""

    team: str
    user: str
    bot: str
    url: str = ""

    def mentioned_in(self, text: str) -> bool:
        """Whether the text names the bot."""
        return f"<@{self.user}>" in text or f"<@{self.user}|" in text

    def link(self, channel: str, ts: str, thread_ts: str | None = None) -> str:
        """Where a message is, for people; empty when the workspace's address is not known."""
        if not self.url:
            return ""
        inside = f"?thread_ts={thread_ts}&cid={channel}" if thread_ts and thread_ts != ts else ""
        return f"{self.url}archives/{channel}/p{ts.replace('.', '')}{inside}"

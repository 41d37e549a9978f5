"""The order of the steps: the only place that knows it.  One module for each way in; `match` needs the first alone."""

from bot.flow.answering import Answer, answer

__all__ = ["Answer", "answer"]

"""The pages that a running bot shows to machines, read from outside."""

import urllib.request
from urllib.error import HTTPError

from prometheus_client.parser import text_string_to_metric_families

from tests.slack.running import Bot

HEALTH = {"JUICEFS_BOT_HEALTH": "127.0.0.1:0"}
"""The setting that has them shown, on a port that is free."""


def page(bot: Bot, path: str) -> tuple[int, str]:
    """What one of its pages says."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{bot.port()}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def measured(bot: Bot) -> dict[str, float]:
    """Its own metrics, summed over their labels."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(page(bot, "/metrics")[1]):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found

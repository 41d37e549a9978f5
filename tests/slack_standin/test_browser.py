"""The page in a real browser: a person types, reads the answer, presses a button and fills a form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from slack_bolt import Ack
from slack_sdk import WebClient

from tests.slack_standin.clock import QUICK
from tests.slack_standin.echo_bot import EchoBot
from tests.slack_standin.in_browser import ABSENT, as_phone, open_browser, press, see
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack

NASTY = "<img src=x onerror=\"document.title='hacked'\"> [x](javascript:document.title='hacked') <script>1</script>"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(ABSENT), reason=ABSENT)]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[WebDriver]:
    """A headless browser with an empty profile."""
    with open_browser(tmp_path) as driver:
        yield driver


def test_a_person_types_and_reads_the_answer_in_the_thread(browser: WebDriver) -> None:
    """What is written in the channel is answered, the thread opens, and hostile text stays text."""
    with Slack(timing=QUICK) as slack, EchoBot(slack):
        ana = slack.user("ana")
        ana.posts("first")
        browser.get(f"{slack.address}/#user=ana")
        see(browser, "#messages", "first")
        browser.find_element(By.CSS_SELECTOR, "#composer textarea").send_keys(NASTY, Keys.ENTER)
        see(browser, "#messages", "1 reply")
        see(browser, "#messages", "<script>1</script>")
        browser.find_elements(By.CSS_SELECTOR, ".thread-line")[-1].click()
        see(browser, "#replies", "juicefs-bot")
        assert browser.title == "Slack stand-in"
        link = WebClient(slack.bot_token, base_url=slack.api_url).chat_getPermalink(
            channel=slack.channel("#ops"), message_ts=slack.messages()[0].ts
        )
        browser.get(str(link["permalink"]))
        see(browser, "#replies", "first")
        assert browser.find_elements(By.CSS_SELECTOR, "#messages img, #messages script") == []
        assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_a_button_opens_a_form_that_can_be_filled(browser: WebDriver) -> None:
    """A press reaches the bot, its modal appears, a complaint keeps the words, the second try closes it."""
    blocks: list[Json] = [{"type": "actions", "elements": [_button("This solved it", "solved")]}]
    answers: list[Json] = [{"response_action": "errors", "errors": {"note": "A little more"}}, {}]
    notes: list[str] = []
    with Slack(timing=QUICK) as slack, EchoBot(slack) as bot:
        client = WebClient(slack.bot_token, base_url=slack.api_url)

        def solved(ack: Ack, body: Json) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=_modal())

        def submitted(ack: Ack, view: Json) -> None:
            notes.append(view["state"]["values"]["note"]["words"]["value"])
            ack(**answers[len(notes) - 1])

        bot.app.action("solved")(solved)
        bot.app.view("solved")(submitted)
        slack.user("ana").posts("hi")
        client.chat_postMessage(channel="#ops", text="x", blocks=blocks)
        browser.get(f"{slack.address}/#user=ana")
        see(browser, "#messages", "This solved it")
        press(browser, "#messages", "This solved it")
        see(browser, "dialog", "What solved it?")
        browser.find_element(By.CSS_SELECTOR, "dialog textarea").send_keys("a restart")
        press(browser, "dialog", "Save")
        see(browser, "dialog", "A little more")
        press(browser, "dialog", "Save")
        WebDriverWait(browser, 10).until(lambda driver: not driver.find_elements(By.CSS_SELECTOR, "dialog[open]"))
        assert notes == ["a restart", "a restart"]


def test_the_page_fits_a_phone(browser: WebDriver) -> None:
    """At a phone's width nothing is wider than the screen, and the channels open from the menu."""
    with Slack(timing=QUICK) as slack, EchoBot(slack):
        slack.user("ana").posts("word " * 60 + "```" + "x" * 400 + "```")
        as_phone(browser)
        browser.get(f"{slack.address}/#user=ana")
        see(browser, "#messages", "1 reply")
        assert browser.execute_script("return document.documentElement.scrollWidth") == 390
        browser.find_element(By.ID, "menu").click()
        see(browser, "#channels", "# ops")


def _button(label: str, action_id: str) -> Json:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id}


def _modal() -> Json:
    note = {"type": "plain_text_input", "action_id": "words", "multiline": True}
    return {
        "type": "modal",
        "callback_id": "solved",
        "title": {"type": "plain_text", "text": "What solved it?"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {"type": "input", "block_id": "note", "label": {"type": "plain_text", "text": "Note"}, "element": note},
        ],
    }

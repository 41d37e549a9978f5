"""`make demo` in a real browser: a person without a workspace tries the bot."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.demo import TRY_THIS
from tests.slack.running import ROOT
from tests.slack_standin.in_browser import ABSENT, as_phone, open_browser, press, see

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(ABSENT), reason=ABSENT)]


@pytest.fixture
def address() -> Iterator[str]:
    """Where the demo says that it is, on a free port; Ctrl-C ends it in order."""
    command = [sys.executable, "-m", "tests.demo", "--port", "0"]
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=-1, stderr=subprocess.DEVNULL, text=True) as demo:
        assert demo.stdout is not None
        said = [demo.stdout.readline() for _ in range(2)]
        assert TRY_THIS in said[0]
        yield said[1].split()[1].rstrip("/")
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=20) == 0


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[WebDriver]:
    """A headless browser with an empty profile."""
    with open_browser(tmp_path) as driver:
        yield driver


def test_a_person_pastes_an_error_reads_the_reply_and_takes_it_on(address: str, browser: WebDriver) -> None:
    """Typed into the channel it is answered in the thread, the buttons work, and a phone shows it all."""
    browser.get(f"{address}/#user=ana")
    see(browser, "body", "juicefs-bot is connected")
    browser.find_element(By.CSS_SELECTOR, "#composer textarea").send_keys(TRY_THIS, Keys.ENTER)
    see(browser, "#messages", "1 reply")
    browser.find_elements(By.CSS_SELECTOR, ".thread-line")[-1].click()
    see(browser, "#replies", "mount-point-lost")
    press(browser, "#replies", "I'm on it")
    see(browser, "#replies", "ana has it.")
    as_phone(browser)
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]

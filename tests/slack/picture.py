"""`python -m tests.slack.picture`: the picture in the README, taken of the real bot in a real browser."""

import tempfile
from pathlib import Path

from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.slack.pastes import CHATTER, DESCRIBE, NO_PASSWORD, NOT_REGISTERED_TITLE
from tests.slack.running import ROOT, Bot
from tests.slack_standin import Slack, load_manifest
from tests.slack_standin.__main__ import furnish
from tests.slack_standin.in_browser import open_browser, see

PICTURE = ROOT / "docs" / "reply.png"
SIZE = (1300, 1340)
_OF_WEI = f"数据库迁移之后 Pod 起不来了，Mount Pod 的日志里只有这一行，请问怎么处理？\n```{NO_PASSWORD}```"


def main() -> None:
    """Take it."""
    manifest = load_manifest(ROOT / "deploy" / "slack-manifest.yaml")
    with Slack(manifest=manifest) as slack, tempfile.TemporaryDirectory() as folder:
        furnish(slack)
        bot = Bot(slack, Path(folder)).start()
        for person, said in (("wei", _OF_WEI), ("ana", CHATTER), ("ana", DESCRIBE)):
            paste = slack.user(person).posts(said)
        slack.wait_for_answer(paste)
        with open_browser(Path(folder) / "profile", SIZE) as browser:
            read_in_thread(browser, slack.address)
            browser.execute_script("document.activeElement.blur()")
            ActionChains(browser).move_to_element(browser.find_element(By.ID, "bot")).perform()
            browser.save_screenshot(str(PICTURE))
        bot.stop()


def read_in_thread(browser: WebDriver, address: str) -> None:
    """Open #ops as Ana and the thread of the last message that was answered; the reply stands on top."""
    browser.get(f"{address}/#user=ana")
    see(browser, "#messages", "1 reply")
    browser.find_elements(By.CSS_SELECTOR, ".thread-line")[-1].click()
    see(browser, "#replies", NOT_REGISTERED_TITLE)
    WebDriverWait(browser, 10).until(lambda driver: driver.execute_script("return document.readyState") == "complete")


if __name__ == "__main__":
    main()

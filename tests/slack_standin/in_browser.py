"""The page in a real headless browser: opens it, waits for words, presses buttons, sizes it like a phone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
ABSENT = "" if BROWSER and DRIVER else "needs chromium and chromedriver on the PATH"
"""Why there is no browser; empty when there is one."""

_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)


@contextmanager
def open_browser(profile: Path, size: tuple[int, int] = (1280, 860)) -> Iterator[WebDriver]:
    """A headless browser with the empty folder `profile`, its window of `size` pixels."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for switch in (*_QUIET, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"):
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


def see(browser: WebDriver, place: str, words: str) -> None:
    """Wait until the part of the page at this CSS selector shows these words."""
    WebDriverWait(browser, 10).until(lambda driver: words in driver.find_element(By.CSS_SELECTOR, place).text)


def press(browser: WebDriver, place: str, label: str) -> None:
    """Press the button of this label in this part of the page."""
    buttons = browser.find_elements(By.CSS_SELECTOR, f"{place} button")
    next(button for button in buttons if button.text == label).click()


def as_phone(browser: WebDriver) -> None:
    """Give the page the screen of a phone: 390 x 844 points, twice as many pixels, touch."""
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})

"""Walking through the pages as a person does: by what can be read on them."""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, Response

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
Language = Literal["en", "es"]
# Chromium now and then refuses a picture of a page that is well, and takes the same one once painted anew.
# A picture is for a person to look at and decides nothing, so it is asked for again; any other error stands.
REFUSED_PICTURE = "Unable to capture screenshot"
PICTURE_TRIES = 4
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True, slots=True)
class Site:
    """A served district."""

    address: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A width and a height, and what a picture taken there is called."""

    name: str
    width: int
    height: int


DESK = Screen("desk", 1280, 900)
PHONE = Screen("phone", 390, 844)


class Walker:
    """A person at a browser. Keeps what went astray: other hosts, refused scripts, broken pages."""

    def __init__(self, browser: Browser, site: Site, pictures: Path, screen: Screen, closing: ExitStack) -> None:
        self._browser, self._site, self._pictures, self._closing = browser, site, pictures, closing
        self._astray: list[str] = []
        self._context: BrowserContext
        self.page: Page
        self.start(screen)

    def start(self, screen: Screen, *, language: Language = "en", scripts: bool = True, dark: bool = False) -> Page:
        """Open a fresh browser window of this size, speaking this language."""
        self._context = self._browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            locale={"en": "en-US", "es": "es-US"}[language],
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
            is_mobile=screen is PHONE,
            has_touch=screen is PHONE,
        )
        self._context.set_default_timeout(15_000)
        self._closing.callback(self._context.close)
        self.page = self._context.new_page()
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_response)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._astray.append(f"script error: {error}"))
        self.screen = screen
        return self.page

    def goto(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self._site.address + path)
        return self.page

    def as_(self, username: str, language: Language | None = "en") -> Page:
        """Sign in with one click on the person's card, and read on in a language (None: in the person's own)."""
        self._context.clear_cookies(name="sessionid")
        self.goto("/sign-in/")
        self.page.locator(f"form:has(input[value='{username}']) button").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        if language is not None:
            self.speak(language)
        return self.page

    def speak(self, language: Language) -> None:
        """Choose the language with the switch that stands on every page."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator(f"form[action*='language'] button[lang='{language}']").first.click()
            self.page.wait_for_load_state()
        assert self.page.locator("html").get_attribute("lang") == language

    def press(self, words: str) -> None:
        """Press the button of the page that says so."""
        self.page.locator("main").get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()

    def take(self, words: str, file: Path) -> Path:
        """Take the file that a link of the page leads to."""
        with self.page.expect_download() as download:
            self.page.locator("main").get_by_role("link", name=words, exact=True).click()
        download.value.save_as(file)
        return file

    def look_at(self, name: str, *, keep: bool = True) -> None:
        """What is owed on every page: it fits, axe finds nothing, and someone can look at a picture of it."""
        self.page.wait_for_load_state()
        self.page.wait_for_function("document.body !== null")
        if keep:
            self.picture(name)
        self.check_fits()
        self.check_accessible()

    def picture(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the whole page or its first screen, for a person to look at.

        A run that nobody looks at says it wants none.
        """
        if os.environ.get("THROUGHLINE_PICTURES") == "no":
            return
        if not whole:
            self.page.evaluate("scrollTo(0, 0)")
        self._pictures.mkdir(parents=True, exist_ok=True)
        file = self._pictures / f"{name}-{self.screen.name}.png"
        for tries_left in reversed(range(PICTURE_TRIES)):
            try:
                self.page.screenshot(path=file, full_page=whole)
                return
            except Error as refusal:
                if REFUSED_PICTURE not in refusal.message or not tries_left:
                    raise
                self.page.evaluate(PAINTED)

    def check_accessible(self) -> None:
        """Ask axe for every rule of WCAG 2.2 A and AA, and its best practices; nothing may be found."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
            ".then(r => r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.target).join(' | ')))",
            tags,
        )
        assert found == [], f"{self.page.url}: {found}"

    def check_fits(self) -> None:
        """Nothing may stick out sideways: the page itself never scrolls across, and a table stays in its frame."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the {self.screen.name}"
        out = self.page.evaluate(
            "[...document.querySelectorAll('.pane')].filter(e => getComputedStyle(e).overflowX === 'visible'"
            " && e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'))"
        )
        assert out == [], f"{self.page.url}: {out} run out of their frames on the {self.screen.name}"

    def check_nothing_went_astray(self) -> None:
        assert self._astray == [], self._astray

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self._site.address, "data:", "blob:")):
            self._astray.append(f"asked another host: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self._astray.append(f"{response.status} at {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # A newer request of the same form took the place of an older one: what failed says so under another name.
        replaced = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if message.type == "error" and "status of 40" not in message.text and not replaced:
            self._astray.append(f"console: {message.text}")

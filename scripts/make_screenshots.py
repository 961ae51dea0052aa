"""Take the pictures of the HTML report in the README: the report on the seeds, as three screens show it.

They depend on the fonts of the machine; those in `docs/` were taken with Inter and Charis SIL installed (Debian's
`fonts-inter` and `fonts-sil-charis`), which stand in for a desktop's own sans and for Charter. Needs Chromium.

    python scripts/make_screenshots.py
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ryabkov_diff.pipeline import compare
from ryabkov_diff.render.as_html import report_to_html
from ryabkov_diff.report import build_report

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs"

# A README should load quickly.
MOST_BYTES = 400_000

# Where a desktop has a sans of its own, a bare server has the first that it finds.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="strong"><family>sans</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Shot:
    """A picture.

    Attributes:
        name: Of the file.
        width: Of the window.
        height: Of the window.
        dark: Whether the system is set to dark.
        at: Where the page is scrolled to; empty for its top.
        opens: The statement to show in the whole texts; empty for none.
    """

    name: str
    width: int
    height: int
    dark: bool = False
    at: str = ""
    opens: str = ""


# One for each thing to be seen: the opening, the concordance, a phone, the whole texts.
SHOTS = (
    Shot("report.png", 1600, 1200),
    Shot("report-dark.png", 1024, 1000, dark=True, at=".concordance .statement:nth-of-type(4)"),
    Shot("report-phone.png", 390, 844, at=".concordance .at-stake"),
    Shot("report-texts.png", 1600, 800, opens=".concordance .at-stake"),
)


def take(browser: Browser, page_address: str, shot: Shot) -> Path:
    """Take one picture and return its place."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        offline=True,
    )
    page = context.new_page()
    page.goto(page_address)
    if shot.at:
        page.locator(shot.at).first.evaluate("one => one.scrollIntoView()")
    if shot.opens:
        page.locator(shot.opens).first.locator(".open").dispatch_event("click")
    path = PICTURES / shot.name
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    """Write the report on the seeds and take all pictures of it."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("no Chromium is installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS, encoding="utf-8")
        report = Path(folder) / "report.html"
        comparison = compare(sorted((ROOT / "seeds").glob("*.txt")))
        report.write_text(report_to_html(build_report(comparison)), encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program,
                # Chromium's sandbox does not work for root, and containers run as root.
                args=["--no-sandbox"] if os.getuid() == 0 else [],
                env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            )
            for shot in SHOTS:
                path = take(browser, report.as_uri(), shot)
                size = path.stat().st_size
                print(f"wrote {path.relative_to(ROOT)} ({size // 1000} KB)")
                if size > MOST_BYTES:
                    sys.exit(f"{path.name} is larger than {MOST_BYTES // 1000} KB")
            browser.close()


if __name__ == "__main__":
    main()

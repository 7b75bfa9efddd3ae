"""What a page points to exists: files, headings, pictures and modules."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "scenarios").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:sim|tests|scenarios|docs)/[\w./-]*)`")


def anchor(heading: str) -> str:
    """A heading as a link names it: small letters, hyphens for spaces, no other signs."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def headings(page: Path) -> set[str]:
    return {anchor(line.lstrip("# ")) for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        file, _, heading = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not heading or heading in headings(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_named_by_a_page_exist(page: Path) -> None:
    assert not [path for path in PATH.findall(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()]


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, to_do = set(), [ROOT / "README.md"]
    while to_do:
        page = to_do.pop()
        if page not in reached:
            reached.add(page)
            links = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
            to_do += [(page.parent / link).resolve() for link in links if link.endswith(".md") and "://" not in link]
    assert not [str(page.relative_to(ROOT)) for page in PAGES if page not in reached]

"""The page's files, without a browser: what is shipped, what is said, what must not be there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "service" / "page" / "static"
ASSETS = STATIC / "assets"
OWN = sorted(ASSETS.glob("*.js"))
FORMS = ROOT / "extractor" / "data" / "forms"


@pytest.mark.parametrize("name", ["2021", "2019", "2014"])
def test_the_forms_are_those_of_the_extractor(name: str) -> None:
    file = f"form-{name}.json"
    assert (ASSETS / "forms" / file).read_bytes() == (FORMS / file).read_bytes()


def test_no_inline_script_or_style_and_nothing_from_elsewhere() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    for file in [STATIC / "index.html", *OWN, *ASSETS.glob("*.css")]:
        assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", file.read_text("utf-8")), (
            file.name
        )


def test_text_never_becomes_markup() -> None:
    for file in OWN:
        text = file.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|eval\(|new Function",
            text,
        ), file.name


def test_every_import_is_there() -> None:
    for file in [*OWN, *(ASSETS / "vendor").glob("*.js")]:
        for target in re.findall(r"""from\s*["']([^"']+)["']""", file.read_text("utf-8")):
            assert (file.parent / target).is_file(), f"{file.name}: {target}"


def test_vendored_modules_carry_their_licences() -> None:
    for name in ("preact", "htm", "signals", "uplot"):
        assert (ASSETS / "vendor" / f"LICENSE-{name}.txt").stat().st_size > 500


def words(language: str) -> dict[str, str]:
    text = (ASSETS / f"words-{language}.js").read_text("utf-8")
    return dict(re.findall(r'^  "([^"]+)": "(.*)",$', text, re.M))


def test_both_languages_say_the_same_things() -> None:
    chinese, english = words("zh"), words("en")
    assert chinese.keys() == english.keys()
    for key, value in chinese.items():
        if key not in ("check.found",):
            assert set(re.findall(r"\{\w+\}", value)) == set(
                re.findall(r"\{\w+\}", english[key])
            ), key


def test_every_word_that_is_used_is_there() -> None:
    known = words("zh")
    for file in OWN:
        for key in re.findall(r"""\bt\("([^"]+)"[,)]""", file.read_text("utf-8")):
            assert key in known, f"{file.name}: {key}"


def test_modules_stay_small() -> None:
    for file in OWN:
        if not file.name.startswith("words-"):
            assert len(file.read_text("utf-8").splitlines()) <= 300, file.name

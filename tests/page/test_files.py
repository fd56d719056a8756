"""The page's files, without a browser: what is shipped, what is said, what must not be there."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "service" / "page" / "static"
ASSETS = STATIC / "assets"
WORDS = sorted((ASSETS / "words").glob("*.js"))
OWN = [*sorted(ASSETS.glob("*.js")), *WORDS]
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


def words(file: Path, language: str) -> list[tuple[str, str]]:
    """The keys and words of one language in one file, as they stand there."""
    _, _, after = file.read_text("utf-8").partition(f"export const {language} = {{\n")
    block, end, _ = after.partition("\n};\n")
    assert end, f"{file.name}: {language}"
    lines = [re.fullmatch(r'  "([^"]+)": "(.*)",', line) for line in block.split("\n")]
    return [line.group(1, 2) for line in lines if line]


def every_word(language: str) -> list[tuple[str, str]]:
    return [one for file in WORDS for one in words(file, language)]


@pytest.mark.parametrize("file", WORDS, ids=lambda file: file.stem)
def test_a_file_of_words_is_one_word_a_line(file: Path) -> None:
    found = len(words(file, "zh")) + len(words(file, "en"))
    lines = file.read_text("utf-8").splitlines()
    assert found == sum(line.startswith("  ") for line in lines)
    assert [line for line in lines if line and not line.startswith(("  ", "//"))] == [
        "export const zh = {", "};", "export const en = {", "};",
    ]  # fmt: skip


def test_no_word_is_said_twice_and_a_group_lives_in_one_file() -> None:
    for language in ("zh", "en"):
        keys = [key for key, _ in every_word(language)]
        assert [key for key, count in Counter(keys).items() if count > 1] == []
    homes = [{key.partition(".")[0] for key, _ in words(file, "zh")} for file in WORDS]
    assert [group for group, count in Counter(chain(*homes)).items() if count > 1] == []


def test_every_file_of_words_is_read() -> None:
    merged = (ASSETS / "i18n.js").read_text("utf-8")
    listed = re.search(r"const FILES = \[(.*)\];", merged)
    assert listed
    assert sorted(listed[1].split(", ")) == [file.stem for file in WORDS]


@pytest.mark.parametrize("file", WORDS, ids=lambda file: file.stem)
def test_both_languages_say_the_same_things(file: Path) -> None:
    chinese, english = words(file, "zh"), words(file, "en")
    assert [key for key, _ in chinese] == [key for key, _ in english]
    for (key, one), (_, other) in zip(chinese, english, strict=True):
        if key not in ("check.found",):
            assert set(re.findall(r"\{\w+\}", one)) == set(re.findall(r"\{\w+\}", other)), key


def test_every_word_that_is_used_is_there() -> None:
    known = dict(every_word("zh"))
    for file in OWN:
        for key in re.findall(r"""\bt\("([^"]+)"[,)]""", file.read_text("utf-8")):
            assert key in known, f"{file.name}: {key}"


def test_modules_stay_small() -> None:
    for file in OWN:
        assert len(file.read_text("utf-8").splitlines()) <= 300, file.name

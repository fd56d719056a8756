"""Archives: names, nesting, bombs, paths that lead elsewhere."""

import gzip
import tarfile
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from extractor.reading import Member, ReadingCode, ReadingError, is_archive, members, read

TEXT = "本局公开信息".encode()


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return target.getvalue()


def names(data: bytes) -> list[str]:
    return [item.name for item in members(data)]


def codes(data: bytes) -> list[ReadingCode]:
    return [item.code for item in members(data, "a.zip") if isinstance(item, ReadingError)]


def test_files_in_order_with_the_archive_in_front() -> None:
    data = zipped({"乙/b.txt": TEXT, "a.txt": b"1", "__MACOSX/x": b"", "d/": b"", "~$c.docx": b"x"})
    assert is_archive(data)
    assert list(members(data, "包.zip")) == [
        Member("包.zip/乙/b.txt", TEXT),
        Member("包.zip/a.txt", b"1"),
    ]


def test_chinese_names_without_a_flag() -> None:
    info = zipfile.ZipInfo("x.txt")
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, TEXT)
    name = "年度报告.txt".encode("gb18030")
    raw = target.getvalue().replace(b"x.txt", name)
    # The lengths of the name in both headers.
    raw = raw.replace(
        b"\x05\x00\x00\x00" + name, len(name).to_bytes(2, "little") + b"\x00\x00" + name
    )
    central = raw.index(b"PK\x01\x02")
    raw = raw[: central + 28] + len(name).to_bytes(2, "little") + raw[central + 30 :]
    end = raw.index(b"PK\x05\x06")
    raw = (
        raw[: end + 12]
        + (end - central).to_bytes(4, "little")
        + central.to_bytes(4, "little")
        + raw[end + 20 :]
    )
    assert names(raw) == ["年度报告.txt"]


def test_tar_and_gzip() -> None:
    tar = tarred({"甲.txt": TEXT, "d/b.txt": b"2"})
    assert names(tar) == ["甲.txt", "d/b.txt"]
    assert names(gzip.compress(tar)) == ["甲.txt", "d/b.txt"]
    assert list(members(gzip.compress(TEXT), "a.txt.gz")) == [Member("a.txt", TEXT)]


def test_nested_once_and_not_twice() -> None:
    inner = zipped({"a.txt": TEXT})
    middle = zipped({"b.txt": TEXT, "inner.zip": inner})
    assert names(middle) == ["b.txt", "inner.zip/a.txt"]
    outer = zipped({"middle.zip": middle})
    assert codes(outer) == [ReadingCode.UNSUPPORTED]


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "C:\\..\\x", "a/../../x", "..\\..\\x"])
def test_names_lead_nowhere_else(name: str) -> None:
    for data in (zipped({name: b"1"}), tarred({name: b"1"})):
        (shown,) = names(data)
        assert ".." not in shown
        assert not shown.startswith(("/", "C:"))
        assert shown.endswith("x")


def test_links_are_not_followed() -> None:
    target = BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert names(target.getvalue()) == []


def test_a_bomb_stops_at_the_bound() -> None:
    assert codes(zipped({f"{n}.txt": bytes(60 * 2**20) for n in range(2)})) == [
        ReadingCode.TOO_MUCH
    ]


def test_a_gzip_bomb_stops_at_the_bound() -> None:
    assert codes(gzip.compress(bytes(120 * 2**20))) == [ReadingCode.TOO_MUCH]


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.archives._Budget.__init__", _small)
    found = list(members(zipped({f"{n}.txt": b"1" for n in range(5)})))
    assert [type(item) for item in found] == [Member, Member, Member, ReadingError]


def _small(self: object, data: int, members: int = 3) -> None:
    self.data, self.members = data, members  # type: ignore[attr-defined]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + bytes(50), b"\x1f\x8b" + bytes(50), b"", b"text"])
def test_no_archive_is_one_error(data: bytes) -> None:
    assert len(codes(data)) == 1


def test_an_encrypted_member_is_named_and_the_rest_read() -> None:
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    first, second = members(bytes(data))
    assert isinstance(first, ReadingError)
    assert (first.code, first.name) == (ReadingCode.ENCRYPTED, "a.txt")
    assert isinstance(second, Member)


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_saved_page_comes_with_its_pictures_and_without_its_parts(
    make: Callable[[dict[str, bytes]], bytes],
) -> None:
    page = b"<html><body><img src='a_files/t.png'><img src='../x/u.png'></body></html>"
    data = make(
        {"d/a.html": page, "d/a_files/t.png": PICTURE, "d/a_files/b.js": b"x", "x/u.png": PICTURE}
    )
    first, second = members(data, "a.zip")
    assert isinstance(first, Member)
    assert isinstance(second, Member)
    assert first.name == "a.zip/d/a.html"
    assert first.data.count(b"data:image/png;base64,") == 2
    assert second == Member("a.zip/x/u.png", PICTURE)


def test_pictures_of_a_page_count_as_unpacked() -> None:
    sources = "".join(f"<img src={n}.png>" for n in range(9))
    pictures = {f"{n}.png": PICTURE[:8] + bytes(12 * 2**20) for n in range(9)}
    assert codes(zipped({"a.html": sources.encode(), **pictures})) == [ReadingCode.TOO_MUCH]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"BZh91AY", "bz2"),
    ],
)
def test_archives_that_are_not_opened_here_are_to_be_unpacked_first(head: bytes, kind: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(head + bytes(range(256)), f"all.{kind}")
    assert caught.value.code is ReadingCode.UNSUPPORTED
    assert f"{kind}，请先解压" in caught.value.message_zh
    assert "unpack it first" in caught.value.message_en

"""Why a file could not be read: a closed list of codes with their sentences."""

from enum import StrEnum


class ReadingCode(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    NEEDS_PROGRAM = "needs-program"
    NEEDS_PACKAGE = "needs-package"
    TOO_MUCH = "too-much"
    TIME_LIMIT = "time-limit"
    MEMORY_LIMIT = "memory-limit"
    UNSAFE = "unsafe"


SENTENCES: dict[ReadingCode, tuple[str, str]] = {
    ReadingCode.EMPTY: ("文件是空的", "the file is empty"),
    ReadingCode.TOO_LARGE: ("文件太大", "the file is too large"),
    ReadingCode.BINARY: (
        "不是文本，也不是认得的文档格式",
        "neither text nor a known document format",
    ),
    ReadingCode.UNDECODABLE: ("文字编码无法识别", "no known text encoding fits"),
    ReadingCode.UNREADABLE: ("文件已损坏，无法读取", "the file is damaged and cannot be read"),
    ReadingCode.ENCRYPTED: ("文件已加密", "the file is encrypted"),
    ReadingCode.UNSUPPORTED: ("不支持这种格式", "this format is not supported"),
    ReadingCode.NEEDS_PROGRAM: (
        "读取这种格式需要另装程序",
        "reading this format needs a program that is not installed",
    ),
    ReadingCode.NEEDS_PACKAGE: (
        "读取这种格式需要另装组件",
        "reading this format needs a package that is not installed",
    ),
    ReadingCode.TOO_MUCH: ("展开后的内容超出限额", "the unpacked content exceeds the limit"),
    ReadingCode.TIME_LIMIT: ("读取超时", "reading took too long"),
    ReadingCode.MEMORY_LIMIT: ("读取占用内存过多", "reading took too much memory"),
    ReadingCode.UNSAFE: ("文件含有不安全的内容", "the file holds unsafe content"),
}


class ReadingError(Exception):
    """A file that cannot be read. `code` is for programs; the messages are for people.

    `detail` names what exactly is wrong (a size, a missing program); it never holds text of
    the file or the words of another library's error.
    """

    def __init__(self, code: ReadingCode, detail: str = "", name: str = "") -> None:
        chinese, english = SENTENCES[code]
        tail = f": {detail}" if detail else ""
        head = f"{name}: " if name else ""
        super().__init__(f"{head}{chinese} ({english}){tail}")
        self.code = code
        self.detail = detail
        self.name = name
        self.message_zh = chinese + (f"：{detail}" if detail else "")
        self.message_en = english + tail

    @property
    def message(self) -> str:
        """Both languages in one line, without the file's name."""
        return f"{self.message_zh} / {self.message_en}"

    def __reduce__(self) -> tuple[type["ReadingError"], tuple[ReadingCode, str, str]]:
        # Crosses from the child process that parses documents.
        return type(self), (self.code, self.detail, self.name)

"""What a training run says on its way, in both languages: a terminal shows both, a page one."""


class Said(str):
    """A message; as a string both languages, one after the other."""

    __slots__ = ("en", "zh")
    zh: str
    en: str

    def __new__(cls, zh: str, en: str) -> "Said":
        made = super().__new__(cls, f"{zh} / {en}")
        made.zh, made.en = zh, en
        return made


def languages(text: str) -> dict[str, str]:
    """`zh` and `en` of a message; of a plain string the same for both."""
    return {"zh": getattr(text, "zh", str(text)), "en": getattr(text, "en", str(text))}

"""Text that exists in Vietnamese and English, both equal."""

from dataclasses import dataclass
from typing import Literal

from dicu.vocabulary.text import normalised

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages, NFC. An empty string means: not available in that language, and shown as such."""

    vi: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "vi", normalised(self.vi))
        object.__setattr__(self, "en", normalised(self.en))

    def say(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en

    @property
    def whole(self) -> bool:
        return bool(self.vi and self.en)

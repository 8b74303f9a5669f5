"""Static files under names that carry their hash, so that browsers may keep them for ever.

`collectstatic` writes those at set-up. Where it never ran, the plain names are served straight from the package:
slower on the second visit, never broken.
"""

from typing import Any, ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedStatics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """As Django's, but only `url(…)` and `@import` of style sheets are followed: the compiled parts name source maps
    that are not shipped."""

    patterns: ClassVar[Any] = (
        (
            "*.css",
            (
                r"""(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)(?P=quote)\))""",
                (
                    r"""(?P<matched>@import\s*(?P<quote>["'])\s*(?P<url>.*?)(?P=quote))""",
                    """@import url("%(url)s")""",
                ),
            ),
        ),
    )

    def stored_name(self, name: str) -> str:
        plain: str = self.clean_name(name)
        return str(self.hashed_files.get(self.hash_key(plain), plain))

"""Why a provider's word was not taken."""

UNREACHABLE, REFUSED, FORGED, STALE, CONFUSED = "unreachable", "refused", "forged", "stale", "confused"
"""It did not answer; it said no; the signature or a claim is not what it must be; the sign-in took too long; the answer does
not belong to the question."""


class Distrusted(Exception):
    """`why` is one of the words above; the text is for the log and names no secret."""

    def __init__(self, why: str, detail: str) -> None:
        super().__init__(f"{why}: {detail}")
        self.why = why
        self.detail = detail

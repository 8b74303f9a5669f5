"""What is found when an installation is looked at: what is wrong, where, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from dicu.vocabulary.messages import Message, Refused, T

Weight = Literal["refused", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`refused`: the house does not serve in earnest like this. `warning`: it does, and somebody should look.

    `code` names the check and stays the same over versions, so that a script may rely on it; `where` is a setting, a file
    or a table.
    """

    code: str
    weight: Weight
    message: Message
    remedy: Message
    where: str = ""

    def told(self) -> dict[str, Any]:
        """For programs: both languages, never a secret."""
        said = {"vi": self.message.say("vi"), "en": self.message.say("en")}
        remedy = {"vi": self.remedy.say("vi"), "en": self.remedy.say("en")}
        return {"code": self.code, "weight": self.weight, "where": self.where, "message": said, "remedy": remedy}


class Unfit(Refused):
    """The installation does not serve in earnest as it stands. `report`: each reason with what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(finding for finding in findings if finding.weight == "refused")
        super().__init__(
            T(
                "This installation is not fit to serve: {count} things must be put right first. `dicu check` shows all of them.",
                count=len(self.findings),
            )
        )

    def report(self, language: Any) -> str:
        return "\n".join(f"- {finding.message.say(language)} {finding.remedy.say(language)}" for finding in self.findings)


def check_fit(findings: Iterable[Finding]) -> None:
    """Raises Unfit if one of the findings forbids to serve."""
    found = tuple(findings)
    if any(finding.weight == "refused" for finding in found):
        raise Unfit(found)

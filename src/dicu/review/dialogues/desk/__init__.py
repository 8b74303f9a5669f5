"""The only door into the dialogues: each use case decides access, folds, applies the rules, appends; projections follow."""

from dicu.review.desk import Press, Tools
from dicu.review.dialogues.desk.briefing import Briefing, BuiltPaper
from dicu.review.dialogues.desk.following import Following
from dicu.review.dialogues.desk.loading import Loading
from dicu.review.dialogues.desk.looking import CommitmentView, Looking, SeriesView, errand, recorded_commitment
from dicu.review.dialogues.ports import DialogueRecords


class DialogueDesk:
    """`looking` gives what an officer may see, `loading` brings series in, `following` takes the steps of commitments and holds
    positions, `briefing` makes papers."""

    def __init__(self, tools: Tools, records: DialogueRecords, press: Press) -> None:
        self.tools = tools
        self.looking = Looking(tools, records)
        self.loading = Loading(tools, self.looking)
        self.following = Following(tools, self.looking)
        self.briefing = Briefing(tools, self.looking, press)


__all__ = ["BuiltPaper", "CommitmentView", "DialogueDesk", "SeriesView", "errand", "recorded_commitment"]

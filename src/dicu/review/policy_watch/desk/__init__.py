"""The only door into policy watch: each use case decides access, folds, applies the rules, appends; projections follow."""

from dicu.review.desk.tools import Tools
from dicu.review.policy_watch.desk.loading import Loading
from dicu.review.policy_watch.desk.looking import Looking, PolicyView, errand
from dicu.review.policy_watch.desk.recording import Recording
from dicu.review.policy_watch.ports import PolicyRecords


class PolicyDesk:
    """`looking` gives what an officer may see, `loading` brings registers in, `recording` takes the steps of entries."""

    def __init__(self, tools: Tools, records: PolicyRecords) -> None:
        self.tools = tools
        self.looking = Looking(tools, records)
        self.loading = Loading(tools, self.looking)
        self.recording = Recording(tools, self.looking)


__all__ = ["PolicyDesk", "PolicyView", "errand"]

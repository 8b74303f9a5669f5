"""The brief of a dialogue round, for one's own side or for the partner's hands."""

from dicu.review.dialogues.brief.assembling import brief
from dicu.review.dialogues.brief.choosing import Brief, chosen

__all__ = ["Brief", "brief", "chosen"]

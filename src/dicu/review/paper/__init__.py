"""The paper of a review: sentences and tables whose every number is computed here, with its trace."""

from dicu.review.paper.assembling import paper

__all__ = ["paper"]

"""What lists can be narrowed to."""

from typing import Annotated

from ninja import Query

OfPlan = Annotated[str, Query(max_length=100, description="Only of this plan.")]
OfRound = Annotated[str, Query(max_length=100, alias="round", description="Only of this round.")]

"""The room of recommendations put together: its projections and its desk."""

from dicu.readings.watching import counted
from dicu.review.desk import Tools
from dicu.review.desk.recommendation_steps import RecommendationSteps
from dicu.review.desk.recommendations import Recommendations
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.review.recommendation_projecting import projectors
from dicu.store.review.recommendation_records import PostgresRecommendations

ROOM = "recommendations"


def desk(ledger: PostgresLedger, tools: Tools) -> RecommendationSteps:
    """Its lists are heard by the log of reading."""
    found = projectors(ledger.read)
    ledger.projectors, ledger.rooms = {**ledger.projectors, **found}, {**ledger.rooms, ROOM: found}
    return RecommendationSteps(Recommendations(tools, counted(PostgresRecommendations())))

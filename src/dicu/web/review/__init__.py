"""The pages of the review. They ask the desk and show its answers; no rule stands here."""

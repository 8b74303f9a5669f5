"""The pages of the agenda: what there is to do, and who was reminded of it. They ask the desk; no rule stands here."""

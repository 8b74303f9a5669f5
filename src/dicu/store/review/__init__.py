"""Lists and pages of the review read these projections; they are rebuilt from the ledger."""

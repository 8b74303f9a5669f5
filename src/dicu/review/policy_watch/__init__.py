"""Policy watch: a dated register of changes of law and of legal routes, each with its source and whether somebody has checked it."""

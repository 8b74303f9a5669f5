"""The pages. They hold no rules: what may be seen or done is asked of the rooms, through `request.house`."""

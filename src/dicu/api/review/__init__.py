"""The review of a plan, for programs: the same steps as on its pages, through the same desk."""

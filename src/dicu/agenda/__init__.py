"""What there is to do, for whom and until when; when somebody is reminded of it; what is done as time passes."""

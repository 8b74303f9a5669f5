"""Di Cư: migration governance, from person to promise."""

__version__ = "0.1.0"

"""Running the house: whether an installation is fit to serve, signs of its health, backups and their way back."""

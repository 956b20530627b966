"""One SQLite file for everything the person enters."""

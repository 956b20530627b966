"""One SQLite file for everything the person enters."""

from typing import Final

ONLY_OWNER: Final = 0o600
ONLY_OWNER_FOLDER: Final = 0o700
YOURS: Final = "make it yours to write to, or name another --home"

"""Where the person's data and the logs live."""

import errno
import os
from pathlib import Path
from typing import Final

from msgspec import Struct

from rlscompanion.domain.mendable import Mendable

_NAME: Final = "rlscompanion"


class HomeError(Mendable):
    """A folder cannot be used. Its text is one sentence for the person."""


class Folders(Struct, frozen=True):
    """Where this home keeps what it keeps."""

    data: Path
    logs: Path


def home_folders(home: Path | None) -> Folders:
    """Return the folders of ``home``, or those of this system where none is named."""
    if home is None:
        import platformdirs  # noqa: PLC0415  (not needed where a home is named)

        return Folders(
            data=platformdirs.user_data_path(_NAME, appauthor=False),
            logs=platformdirs.user_log_path(_NAME, appauthor=False),
        )
    try:
        own = home.expanduser().absolute()
    except (RuntimeError, OSError) as error:
        raise HomeError(f"{home}: there is no such home folder.") from error
    return Folders(data=own / "data", logs=own / "logs")


def named_home(folders: Folders) -> Path | None:
    """Return the home that was named; None where these are the folders of this system."""
    return None if folders == home_folders(None) else folders.data.parent


def make(path: Path) -> None:
    """Make the folder, for its owner only, and see that it can be written.

    A folder that is there already keeps its permissions: it may be used for more than this.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise HomeError(f"{path} is a file, not a folder.") from error
    except NotADirectoryError as error:
        raise HomeError(f"{path} cannot be made: a part of it is a file.") from error
    except ValueError as error:
        raise HomeError(f"{str(path)!r} cannot be the name of a folder.") from error
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise HomeError(f"{path} cannot be made: writing is not allowed there.") from error
        raise HomeError(f"{path} cannot be made: {error.strerror}.") from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise HomeError(f"{path} is not writable.")

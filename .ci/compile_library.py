"""Writes the library's compiled.json anew: to be run after every change of its files."""

from rlscompanion.adapters.files import write_whole
from rlscompanion.adapters.library_files import COMPILED, compiled
from rlscompanion.assets import resources

LIBRARY = resources() / "library"

if __name__ == "__main__":
    write_whole(LIBRARY / COMPILED, compiled(LIBRARY), mode=0o644)

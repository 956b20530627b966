"""What has to be found after a fault: all that was confirmed, and nothing by halves."""

import sqlite3
from contextlib import closing
from pathlib import Path

from endless_writer import TOGETHER

from rlscompanion.adapters.store.database import FILE_NAME


def hold_against(home: Path, confirmed: int, first: int = 0) -> int:
    """Return the newest number that is there; fail where one up to ``confirmed`` is not whole.

    At most one that was not confirmed may be there, and it is whole as well.
    """
    file = home / "data" / FILE_NAME
    if not file.exists():
        assert confirmed < first
        return first - 1
    with closing(sqlite3.connect(file)) as connection:

        def ask(question: str) -> list[tuple[str]]:
            return connection.execute(question).fetchall()

        assert ask("PRAGMA integrity_check") == [("ok",)]
        if ask("PRAGMA user_version") == [(0,)]:
            assert confirmed < first
            return first - 1
        fields = [field for (field,) in ask("SELECT json_extract(body, '$.field') FROM entry")]
        settings = [value for (value,) in ask("SELECT value FROM setting")]
        saved = [at for (at,) in ask("SELECT saved FROM routine_revision")]
        with_profile = [at for (at,) in ask("SELECT saved FROM profile_revision")]
    numbers = [int(field.partition("/")[0]) for field in fields]
    newest = max([*numbers, *map(int, settings), *map(_number, saved), first - 1])
    assert newest in {confirmed, confirmed + 1}
    expected = [n for n in range(newest + 1) if n % 3 == 0 for _ in range(TOGETHER)]
    assert sorted(numbers) == expected
    assert len(set(fields)) == len(fields)
    assert settings in ([], [str(newest - (newest - 1) % 3)] * 2)
    assert saved == with_profile
    assert list(map(_number, saved)) == [n for n in range(newest + 1) if n % 3 == 2]
    return newest


def _number(saved: str) -> int:
    hours, minutes, seconds = map(int, saved[11:19].split(":"))
    days = int(saved[8:10]) - 22
    return ((days * 24 + hours - 20) * 60 + minutes) * 60 + seconds

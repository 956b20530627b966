"""kill -9 while writing: every entry that was confirmed is there, and none by halves.

RLSCOMPANION_KILLS=1000 tries a thousand moments; the normal suite tries a few.
"""

import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from confirmed import hold_against

KILLS = int(os.environ.get("RLSCOMPANION_KILLS", "40"))
WRITER = Path(__file__).parents[1] / "endless_writer.py"
KILLS_A_HOME = 25

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


def killed(home: Path, first: int, chance: random.Random) -> int:
    """Let the writer run for a random while and kill it; return the last confirmed number."""
    command = [sys.executable, str(WRITER), str(home), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        if chance.random() < 0.85:  # the others are killed while they open the store
            select.select([writer.stdout], [], [], 20)
            wait = chance.random() ** 2 * 0.15
        else:
            wait = chance.uniform(0.02, 0.2)
        select.select([], [], [], wait)
        writer.kill()
        said = writer.stdout.read().decode()
    whole = said[: said.rfind("\n") + 1].split()
    return int(whole[-1]) if whole else first - 1


def test_what_was_confirmed_survives_kill_9_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(9)
    confirmed_in_all = unconfirmed_but_whole = 0
    for home_number in range(-(-KILLS // KILLS_A_HOME)):
        home = tmp_path / str(home_number)
        first = 0
        for _ in range(min(KILLS_A_HOME, KILLS - home_number * KILLS_A_HOME)):
            confirmed = killed(home, first, chance)
            newest = hold_against(home, confirmed, first)
            confirmed_in_all += confirmed - first + 1
            unconfirmed_but_whole += newest - confirmed
            first = newest + 1
    print(
        f"{KILLS} kills, {confirmed_in_all} confirmed writes, 0 lost, 0 halves, "
        f"{unconfirmed_but_whole} written and not yet confirmed"
    )
    assert confirmed_in_all > KILLS

"""What each key means, view by view, and that no act leads a course where it may not go."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from msgspec.structs import replace

from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.flare_script import script_for
from rlscompanion.domain.flareup import Course, open_course
from rlscompanion.ui.flareup.acts import ANSWERS, LEADS, Act, act_of
from rlscompanion.ui.flareup.keys import Press
from rlscompanion.ui.flareup.views import View, view_of

LIBRARY = read_library(resources() / "library")
SCRIPT = script_for(LIBRARY, {"seated-moves", "standing-moves", "slow-breathing"}, ())
START = open_course(SCRIPT, walk=LIBRARY.guides["walk"])
MOVE = START.start(1)
AFTER = replace(MOVE, part=Part.AFTER)
WORSE = AFTER.answer(Answer.WORSE, 2)


def meant(press: Press, course: Course, view: View | None = None) -> Act | None:
    return act_of(press, view or view_of(course.part), course, Act.NEXT)


def test_space_is_the_main_button_but_pauses_what_runs():
    assert meant(Press.SPACE, START) is Act.NEXT
    assert meant(Press.SPACE, MOVE) is Act.PAUSE
    assert meant(Press.ONWARDS, MOVE) is Act.NEXT


@pytest.mark.parametrize(
    ("press", "open_yet"), [(Press.SPACE, None), (Press.ONWARDS, Act.TO_ANSWERS)]
)
def test_the_question_is_left_only_once_it_is_answered(press: Press, open_yet: Act | None):
    assert meant(press, AFTER) is open_yet
    assert meant(press, WORSE) is Act.NEXT


@pytest.mark.parametrize("view", [View.HELP, View.SIGNS])
@pytest.mark.parametrize("press", [Press.FIRST, Press.MOVE, Press.AGAIN, Press.PUZZLE])
def test_while_help_is_read_no_key_leads_the_course_on(view: View, press: Press):
    assert meant(press, AFTER, view) is None


@pytest.mark.parametrize("view", View)
def test_sound_is_switched_from_everywhere(view: View):
    assert meant(Press.SOUND, AFTER, view) is Act.SOUND


def test_w_walks_where_a_walk_is_offered_and_moves_elsewhere():
    assert LEADS[Act.JUST_MOVE](WORSE, 3).walking
    assert LEADS[Act.JUST_MOVE](START, 3).moving_only


def test_there_is_no_puzzle_before_it_is_offered():
    assert LEADS[Act.PUZZLE](AFTER, 3) is AFTER
    assert LEADS[Act.PUZZLE](WORSE, 3).part is Part.PUZZLE


def test_the_numbers_answer_in_their_order():
    assert [LEADS[act](AFTER, 3).answered for act in ANSWERS] == list(Answer)

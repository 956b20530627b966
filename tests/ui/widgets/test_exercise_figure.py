import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from rlscompanion.assets import resources
from rlscompanion.ui.widgets.exercise_figure import PICTURES, ExerciseFigure, FigureColours

COLOURS = FigureColours(
    body=QColor("#a84a00"),
    far=QColor("#833a00"),
    lit=QColor("#e38b0e"),
    prop=QColor("#5e2a00"),
    floor=QColor("#2c1700"),
    window=QColor("#080400"),
)
MOVING = sorted(name for name, picture in PICTURES.items() if len(picture.poses) > 1)


def figure(qtbot: QtBot, *, still: bool = False) -> ExerciseFigure:
    made = ExerciseFigure(COLOURS, still=still)
    qtbot.addWidget(made)
    made.resize(240, 240)
    return made


def picture(made: ExerciseFigure, name: str, elapsed: float = 0) -> QImage:
    made.show_picture(name)
    made.show_moment(elapsed)
    return made.grab().toImage()


def test_every_picture_of_the_guides_is_drawn():
    lines = (resources() / "library" / "guides.toml").read_text(encoding="utf-8").splitlines()
    asked = {line.split('"')[1] for line in lines if line.startswith("picture")}
    assert asked
    assert asked <= set(PICTURES)


def test_no_two_pictures_look_alike(qtbot: QtBot):
    made = figure(qtbot)
    names = [name for name in PICTURES if name != "breathe"]
    seen = {bytes(picture(made, name).constBits()) for name in names}
    assert len(seen) == len(names)


def test_left_is_right_in_a_mirror(qtbot: QtBot):
    made = figure(qtbot)
    left, right = picture(made, "calf-left"), picture(made, "calf-right")
    assert left.pixelColor(40, 60) == right.pixelColor(199, 60)
    assert left != right


@pytest.mark.parametrize("name", MOVING)
def test_it_moves_slowly_between_two_poses(qtbot: QtBot, name: str):
    made = figure(qtbot)
    assert picture(made, name) != picture(made, name, PICTURES[name].seconds / 2)
    assert made.share == 1


@pytest.mark.parametrize("name", MOVING)
def test_it_holds_still_with_reduced_motion(qtbot: QtBot, name: str):
    made = figure(qtbot, still=True)
    assert picture(made, name) == picture(made, name, PICTURES[name].seconds / 2)


def test_a_picture_nobody_drew_is_a_seated_figure(qtbot: QtBot):
    made = figure(qtbot)
    seated = picture(made, "seated")
    assert picture(made, "handstand") == seated


def test_every_joint_is_inside_the_box():
    for name, drawn in PICTURES.items():
        for pose in drawn.poses:
            joints = [pose.head, pose.neck, pose.hip]
            for leg in (pose.near, pose.far):
                joints += [leg.knee, leg.ankle, leg.toe]
            for arm in (pose.near_arm, pose.far_arm):
                joints += [arm.elbow, arm.hand]
            assert all(8 <= x <= 472 and 5 <= y <= 460 for x, y in joints), name

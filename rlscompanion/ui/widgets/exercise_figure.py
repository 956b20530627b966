"""A figure that does the exercise: limbs between joints, one or two poses a picture."""

from collections.abc import Mapping
from math import acos, atan2, cos, degrees, hypot, pi, sin
from types import MappingProxyType
from typing import Final, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override

Point: TypeAlias = tuple[float, float]
Line: TypeAlias = tuple[Point, ...]

_BOX: Final = 480
_FLOOR: Final = 456
_HEAD: Final = 32
_HALO: Final = 7
_STILL_POSE: Final = 0.0


class FigureColours(Struct, frozen=True):
    body: QColor
    far: QColor
    lit: QColor
    prop: QColor
    floor: QColor
    window: QColor


class Leg(Struct, frozen=True):
    knee: Point
    ankle: Point
    toe: Point


class Arm(Struct, frozen=True):
    elbow: Point
    hand: Point


class Pose(Struct, frozen=True):
    """Joints in a box of 480, seen from the side, facing right; near is what is nearer to us."""

    head: Point
    neck: Point
    hip: Point
    near: Leg
    far: Leg
    near_arm: Arm
    far_arm: Arm


class Picture(Struct, frozen=True):
    poses: tuple[Pose, ...]
    props: tuple[Line, ...] = ()
    lit: frozenset[str] = frozenset()
    """What to look at: thigh, shin, foot of the near leg."""
    arrows: tuple[Line, ...] = ()
    mirrored: bool = False
    on_shin: str = ""
    """``pack`` or ``sock``."""
    from_the_front: bool = False
    seconds: float = 2.4
    """From the first pose to the second and back."""


def _mix(one: Point, other: Point, share: float) -> Point:
    return (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)


def _mix_leg(one: Leg, other: Leg, share: float) -> Leg:
    return Leg(
        _mix(one.knee, other.knee, share),
        _mix(one.ankle, other.ankle, share),
        _mix(one.toe, other.toe, share),
    )


def _mix_arm(one: Arm, other: Arm, share: float) -> Arm:
    return Arm(_mix(one.elbow, other.elbow, share), _mix(one.hand, other.hand, share))


def _between(one: Pose, other: Pose, share: float) -> Pose:
    return Pose(
        head=_mix(one.head, other.head, share),
        neck=_mix(one.neck, other.neck, share),
        hip=_mix(one.hip, other.hip, share),
        near=_mix_leg(one.near, other.near, share),
        far=_mix_leg(one.far, other.far, share),
        near_arm=_mix_arm(one.near_arm, other.near_arm, share),
        far_arm=_mix_arm(one.far_arm, other.far_arm, share),
    )


def _swapped(pose: Pose) -> Pose:
    return Pose(pose.head, pose.neck, pose.hip, pose.far, pose.near, pose.far_arm, pose.near_arm)


_WALL: Final[tuple[Line, ...]] = (((404, 36), (404, _FLOOR)),)
_CHAIR: Final[tuple[Line, ...]] = (
    ((88, _FLOOR - 6), (88, 344), (72, 176)),
    ((88, 344), (212, 344), (212, _FLOOR - 6)),
)
_CHAIR_TO_HOLD: Final[tuple[Line, ...]] = (
    ((376, _FLOOR - 6), (376, 342), (364, 212)),
    ((376, 342), (464, 342), (464, _FLOOR - 6)),
)
_UP_DOWN: Final[tuple[Line, ...]] = (
    ((392, 372), (392, 436)),
    ((376, 388), (392, 372), (408, 388)),
    ((376, 420), (392, 436), (408, 420)),
)
_UP_BEHIND: Final[tuple[Line, ...]] = (
    ((366, 440), (366, 388)),
    ((350, 404), (366, 388), (382, 404)),
)
_UP: Final[tuple[Line, ...]] = (((130, 440), (130, 388)), ((112, 406), (130, 388), (148, 406)))

_HANDS_ON_WALL: Final = (Arm((300, 196), (392, 158)), Arm((304, 172), (392, 134)))
_SITTING: Final = Pose(
    head=(170, 102),
    neck=(160, 152),
    hip=(148, 312),
    near=Leg((276, 322), (270, 436), (312, 444)),
    far=Leg((282, 316), (286, 436), (326, 444)),
    near_arm=Arm((176, 246), (246, 296)),
    far_arm=Arm((196, 240), (262, 292)),
)


def _seated(near: Leg, far: Leg | None = None) -> Pose:
    return Pose(
        _SITTING.head,
        _SITTING.neck,
        _SITTING.hip,
        near,
        far or near,
        _SITTING.near_arm,
        _SITTING.far_arm,
    )


_PUMP_UP: Final = Leg((276, 322), (300, 432), (334, 396))
_PUMP_DOWN: Final = Leg((276, 322), (298, 410), (332, 442))

_HEELS_LIFTED: Final = Leg((278, 306), (262, 408), (298, 442))
_TOES_LIFTED: Final = Leg((276, 322), (272, 434), (312, 410))

_HEELS_DOWN: Final = Pose(
    head=(226, 76),
    neck=(220, 126),
    hip=(206, 270),
    near=Leg((210, 354), (200, 436), (244, 446)),
    far=Leg((216, 354), (212, 436), (256, 446)),
    near_arm=_HANDS_ON_WALL[0],
    far_arm=_HANDS_ON_WALL[1],
)
_HEELS_UP: Final = Pose(
    head=(232, 42),
    neck=(226, 92),
    hip=(212, 236),
    near=Leg((216, 320), (210, 402), (242, 444)),
    far=Leg((222, 320), (222, 402), (254, 444)),
    near_arm=Arm((304, 172), (392, 150)),
    far_arm=Arm((308, 148), (392, 126)),
)
_MARCHING: Final = Pose(
    head=(222, 66),
    neck=(216, 116),
    hip=(206, 262),
    near=Leg((300, 272), (288, 364), (328, 372)),
    far=Leg((208, 352), (200, 436), (244, 446)),
    near_arm=Arm((300, 190), (392, 158)),
    far_arm=Arm((304, 166), (392, 134)),
)
_WALKING: Final = Pose(
    head=(252, 62),
    neck=(246, 112),
    hip=(236, 258),
    near=Leg((282, 340), (318, 430), (358, 432)),
    far=Leg((218, 352), (150, 416), (172, 446)),
    near_arm=Arm((198, 196), (170, 262)),
    far_arm=Arm((288, 190), (330, 240)),
)
_CALF: Final = Pose(
    head=(304, 90),
    neck=(282, 134),
    hip=(220, 268),
    near=Leg((156, 350), (96, 432), (140, 446)),
    far=Leg((302, 336), (286, 436), (330, 446)),
    near_arm=Arm((334, 208), (394, 168)),
    far_arm=Arm((344, 182), (394, 140)),
)
_HAMSTRING: Final = Pose(
    head=(266, 148),
    neck=(236, 188),
    hip=(148, 312),
    near=Leg((252, 370), (352, 432), (376, 392)),
    far=Leg((274, 318), (262, 436), (304, 446)),
    near_arm=Arm((224, 274), (280, 306)),
    far_arm=Arm((240, 270), (290, 302)),
)
_RUBBING_LOW: Final = Pose(
    head=(286, 184),
    neck=(248, 212),
    hip=(148, 312),
    near=Leg((278, 322), (316, 432), (360, 442)),
    far=Leg((268, 326), (252, 436), (292, 446)),
    near_arm=Arm((268, 300), (322, 382)),
    far_arm=Arm((284, 294), (338, 378)),
)
_RUBBING_HIGH: Final = Pose(
    head=(262, 152),
    neck=(230, 188),
    hip=(148, 312),
    near=_RUBBING_LOW.near,
    far=_RUBBING_LOW.far,
    near_arm=Arm((232, 276), (300, 336)),
    far_arm=Arm((250, 272), (316, 332)),
)
_COOLING: Final = Pose(
    head=(250, 140),
    neck=(220, 180),
    hip=(148, 312),
    near=Leg((262, 336), (344, 428), (384, 408)),
    far=Leg((262, 326), (236, 436), (276, 446)),
    near_arm=Arm((226, 272), (288, 336)),
    far_arm=Arm((244, 268), (300, 330)),
)
_HOLDING_CHAIR: Final = Pose(
    head=(224, 72),
    neck=(218, 122),
    hip=(212, 266),
    near=Leg((220, 352), (212, 436), (256, 446)),
    far=Leg((226, 352), (224, 436), (268, 446)),
    near_arm=Arm((270, 216), (358, 214)),
    far_arm=Arm((276, 200), (360, 204)),
)
_HALF_SQUAT: Final = Pose(
    head=(238, 116),
    neck=(222, 162),
    hip=(172, 296),
    near=Leg((256, 350), (212, 436), (256, 446)),
    far=Leg((264, 348), (224, 436), (268, 446)),
    near_arm=Arm((282, 236), (358, 214)),
    far_arm=Arm((288, 220), (360, 204)),
)
_SQUAT: Final = Pose(
    head=(238, 166),
    neck=(214, 208),
    hip=(140, 336),
    near=Leg((258, 342), (206, 436), (250, 446)),
    far=Leg((266, 338), (218, 436), (262, 446)),
    near_arm=Arm((280, 252), (358, 216)),
    far_arm=Arm((286, 236), (360, 206)),
)
_RUNNING: Final = Pose(
    head=(266, 64),
    neck=(252, 112),
    hip=(232, 256),
    near=Leg((322, 268), (296, 360), (336, 376)),
    far=Leg((226, 346), (204, 424), (242, 446)),
    near_arm=Arm((190, 190), (238, 246)),
    far_arm=Arm((312, 186), (340, 120)),
)
_STAR_OPEN: Final = Pose(
    head=(240, 84),
    neck=(240, 132),
    hip=(240, 264),
    near=Leg((296, 342), (338, 428), (374, 440)),
    far=Leg((184, 342), (142, 428), (106, 440)),
    near_arm=Arm((316, 96), (360, 26)),
    far_arm=Arm((164, 96), (120, 26)),
)
_STAR_CLOSED: Final = Pose(
    head=(240, 70),
    neck=(240, 118),
    hip=(240, 260),
    near=Leg((258, 348), (262, 436), (292, 446)),
    far=Leg((222, 348), (218, 436), (188, 446)),
    near_arm=Arm((302, 196), (322, 272)),
    far_arm=Arm((178, 196), (158, 272)),
)

_SHIN: Final = frozenset({"shin", "foot"})
_LEG: Final = frozenset({"thigh", "shin", "foot"})

PICTURES: Final[Mapping[str, Picture]] = MappingProxyType(
    {
        "seated": Picture((_SITTING,), _CHAIR),
        "breathe": Picture((_SITTING,), _CHAIR),
        "ankle-pumps": Picture(
            (_seated(_PUMP_UP), _seated(_PUMP_DOWN)), _CHAIR, _SHIN, arrows=_UP_DOWN
        ),
        "seated-heels": Picture(
            (_seated(_HEELS_LIFTED), _seated(_TOES_LIFTED)), _CHAIR, _SHIN, arrows=_UP_BEHIND
        ),
        "heel-raises": Picture((_HEELS_UP, _HEELS_DOWN), _WALL, _SHIN, arrows=_UP),
        "marching": Picture((_MARCHING, _swapped(_MARCHING)), _WALL, frozenset({"thigh"})),
        "walk": Picture((_WALKING, _swapped(_WALKING))),
        "calf-right": Picture((_CALF,), _WALL, _SHIN),
        "calf-left": Picture((_CALF,), _WALL, _SHIN, mirrored=True),
        "hamstring-right": Picture((_HAMSTRING,), _CHAIR, _LEG),
        "hamstring-left": Picture((_HAMSTRING,), _CHAIR, _LEG, mirrored=True),
        "massage": Picture((_RUBBING_LOW, _RUBBING_HIGH), _CHAIR, _SHIN, seconds=4),
        "cold": Picture((_COOLING,), _CHAIR, on_shin="pack"),
        "compression": Picture((_RUBBING_LOW, _RUBBING_HIGH), _CHAIR, _SHIN, on_shin="sock"),
        "half-squat": Picture((_HALF_SQUAT, _HOLDING_CHAIR), _CHAIR_TO_HOLD),
        "squat": Picture((_SQUAT, _HOLDING_CHAIR), _CHAIR_TO_HOLD),
        "star-jump": Picture((_STAR_OPEN, _STAR_CLOSED), from_the_front=True, seconds=1.6),
        "running": Picture((_RUNNING, _swapped(_RUNNING)), seconds=1.2),
    }
)


class ExerciseFigure(QWidget):
    """Paints one picture; ``show_moment`` moves it slowly, by somebody else's clock."""

    def __init__(
        self, colours: FigureColours, *, still: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._colours = colours
        self._still = still
        self._picture = PICTURES["seated"]
        self._share = _STILL_POSE

    @property
    def share(self) -> float:
        """How far it is from the first pose (0) to the second (1)."""
        return self._share

    def show_picture(self, name: str) -> None:
        """Show a picture; one that nobody drew shows a seated figure."""
        picture = PICTURES.get(name, PICTURES["seated"])
        if picture is not self._picture:
            self._picture = picture
            self._share = _STILL_POSE
            self.update()

    def show_moment(self, elapsed: float) -> None:
        if self._still or len(self._picture.poses) == 1:
            return
        share = (1 - cos(2 * pi * elapsed / self._picture.seconds)) / 2
        if abs(share - self._share) >= 0.01:  # noqa: PLR2004
            self._share = share
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Drawing(self._picture, self._colours).paint(painter, QRectF(self.rect()), self._share)


def paint_picture(painter: QPainter, room: QRectF, name: str, colours: FigureColours) -> None:
    """Paint the first pose of a picture into ``room``, wherever the painter paints."""
    drawing = _Drawing(PICTURES.get(name, PICTURES["seated"]), colours)
    drawing.paint(painter, room, _STILL_POSE)


class _Drawing(Struct, frozen=True):
    picture: Picture
    colours: FigureColours

    def paint(self, painter: QPainter, room: QRectF, share: float) -> None:
        scale = min(room.width(), room.height()) / _BOX
        painter.save()
        painter.translate(room.center())
        painter.scale(-scale if self.picture.mirrored else scale, scale)
        painter.translate(-_BOX / 2, -_BOX / 2)
        first, *others = self.picture.poses
        pose = _between(first, others[0], share) if others else first
        self._draw_surroundings(painter)
        self._draw_far(painter, pose)
        self._draw_near(painter, pose)
        painter.restore()

    def _draw_surroundings(self, painter: QPainter) -> None:
        _stroke(painter, ((16, _FLOOR + 6), (464, _FLOOR + 6)), 6, self.colours.floor)
        for line in self.picture.props:
            _stroke(painter, line, 12, self.colours.prop)

    def _draw_far(self, painter: QPainter, pose: Pose) -> None:
        far = self.colours.body if self.picture.from_the_front else self.colours.far
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(far)
        for shape in (*_leg_shapes(pose.hip, pose.far), *_arm_shapes(pose, pose.far_arm)):
            painter.drawPath(shape)

    def _draw_near(self, painter: QPainter, pose: Pose) -> None:
        colours, lit = self.colours, self.picture.lit
        edge = QPen(colours.window, 0 if self.picture.from_the_front else 2 * _HALO)
        edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if self.picture.from_the_front:
            edge.setStyle(Qt.PenStyle.NoPen)
        leg = _leg_shapes(pose.hip, pose.near)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(edge)
        for shape in leg:
            painter.drawPath(shape)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.body)
        painter.drawPath(_torso_shape(pose))
        painter.drawPath(_limb(_mix(pose.neck, pose.hip, 0.1), pose.head, 15, 13))
        painter.drawEllipse(QPointF(*pose.head), _HEAD, _HEAD)
        for part, shape in zip(("thigh", "shin", "foot"), leg, strict=True):
            painter.setBrush(colours.lit if part in lit else colours.body)
            painter.drawPath(shape)
        self._draw_on_shin(painter, pose)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(edge)
        for shape in _arm_shapes(pose, pose.near_arm, from_upper=0.45):
            painter.drawPath(shape)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.body)
        for shape in _arm_shapes(pose, pose.near_arm):
            painter.drawPath(shape)
        for line in self.picture.arrows:
            _stroke(painter, line, 9, colours.lit)

    def _draw_on_shin(self, painter: QPainter, pose: Pose) -> None:
        if not self.picture.on_shin:
            return
        knee, ankle = pose.near.knee, pose.near.ankle
        painter.save()
        painter.translate(QPointF(*_mix(knee, ankle, 0.5)))
        painter.rotate(degrees(atan2(ankle[1] - knee[1], ankle[0] - knee[0])))
        if self.picture.on_shin == "sock":
            for place in (-34, -14, 6, 26):
                _stroke(painter, ((place, -13), (place, 13)), 5, self.colours.window)
        else:
            _draw_pack(painter, self.colours)
        painter.restore()


def _shoulder(pose: Pose) -> Point:
    return _mix(pose.neck, pose.hip, 0.14)


def _stroke(painter: QPainter, line: Line, width: float, colour: QColor) -> None:
    path = QPainterPath(QPointF(*line[0]))
    for point in line[1:]:
        path.lineTo(QPointF(*point))
    pen = QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )
    painter.strokePath(path, pen)


def _limb(one: Point, other: Point, thick: float, thin: float) -> QPainterPath:
    """Return a limb between two joints: round at both, narrowing evenly (radii)."""
    (x, y), (to_x, to_y) = one, other
    length = hypot(to_x - x, to_y - y)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    if length <= abs(thick - thin):
        path.addEllipse(QPointF(x, y), thick, thick)
        return path
    along = atan2(to_y - y, to_x - x)
    lean = acos((thick - thin) / length)

    def rim(centre: Point, radius: float, angle: float) -> QPointF:
        return QPointF(centre[0] + radius * cos(angle), centre[1] + radius * sin(angle))

    def round_off(centre: Point, radius: float, begin: float, end: float) -> None:
        box = QRectF(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
        # Qt counts angles against the clock, with y upwards.
        path.arcTo(box, -degrees(begin), -degrees(end - begin))

    path.moveTo(rim(one, thick, along + lean))
    round_off(one, thick, along + lean, along + 2 * pi - lean)
    path.lineTo(rim(other, thin, along - lean))
    round_off(other, thin, along - lean, along + lean)
    path.closeSubpath()
    return path


def _leg_shapes(hip: Point, leg: Leg) -> tuple[QPainterPath, QPainterPath, QPainterPath]:
    return (
        _limb(hip, leg.knee, 17, 12),
        _limb(leg.knee, leg.ankle, 12, 9),
        _limb(leg.ankle, leg.toe, 11, 7),
    )


def _arm_shapes(pose: Pose, arm: Arm, from_upper: float = 0) -> tuple[QPainterPath, QPainterPath]:
    """Return an arm, of its upper half only what is beyond ``from_upper`` (0 to 1)."""
    begin = _mix(_shoulder(pose), arm.elbow, from_upper)
    upper = _limb(begin, arm.elbow, 12 - 3 * from_upper, 9)
    return upper, _limb(arm.elbow, arm.hand, 9, 9)


def _torso_shape(pose: Pose) -> QPainterPath:
    return _limb(_mix(pose.neck, pose.hip, 0.16), pose.hip, 24, 17)


def _draw_pack(painter: QPainter, colours: FigureColours) -> None:
    """Draw a wrapped pack, with the sign for cold on it."""
    painter.setPen(QPen(colours.window, _HALO))
    painter.setBrush(colours.lit)
    painter.drawRoundedRect(QRectF(-44, -38, 88, 62), 12, 12)
    for angle in (0, 60, 120):
        painter.save()
        painter.translate(0, -7)
        painter.rotate(angle)
        _stroke(painter, ((-18, 0), (18, 0)), 5, colours.window)
        painter.restore()

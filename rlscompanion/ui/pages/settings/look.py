"""How the app looks: its light, the size of its words, whether it moves."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from rlscompanion.backports import override
from rlscompanion.domain.preferences import TEXT_SIZES, Motion, PaletteChoice, Preferences
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button


class LookSection(Section):
    """The light and the bedtime that it follows, size, motion."""

    routine_wanted = Signal()

    def __init__(self, theme: Theme, keeping: Keeping, times: Callable[[], str]) -> None:
        super().__init__(theme, keeping, self.tr("Look"))
        self._times = times
        self.choice(
            "palette",
            self.tr("Light"),
            self.tr("By the clock: day, evening 3 hours before bed, night until you wake."),
            [
                (PaletteChoice.CLOCK, self.tr("By the clock")),
                (PaletteChoice.DAY, self.tr("Day")),
                (PaletteChoice.EVENING, self.tr("Evening")),
                (PaletteChoice.NIGHT, self.tr("Night")),
            ],
        )
        self.change = Button(theme, self.tr("Open Routine"), icon="routine")
        self.change.clicked.connect(self.routine_wanted)
        self._said = self.row(self.tr("Bedtime"), " ", self.change)
        self.choice(
            "text_size",
            self.tr("Text size"),
            self.tr("Also with Ctrl and plus, minus or zero."),
            [(str(size), self.tr("{0} %").format(size)) for size in TEXT_SIZES],
        )
        self.choice(
            "motion",
            self.tr("Motion"),
            self.tr("The breathing ring moves unless you choose Still."),
            [
                (Motion.SYSTEM, self.tr("As the desktop")),
                (Motion.REDUCED, self.tr("Still")),
                (Motion.FULL, self.tr("Moving")),
            ],
        )

    @override
    def show_preferences(self, preferences: Preferences) -> None:
        super().show_preferences(preferences)
        self._said.setText(self._times())

"""Choosing a copy in a dialog: the desktop's own by day, one in the present light after that."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.caret import Caret
from rlscompanion.ui.widgets.focus_ring import FocusRing
from rlscompanion.ui.widgets.translating import tr

WIDTH, HEIGHT = 760, 520
SIDE: Final = 20
_Index = QModelIndex | QPersistentModelIndex
_BUTTONS: Final = {"backButton": "left", "forwardButton": "right", "toParentButton": "up"}
_NEEDLESS: Final = ("newFolderButton", "listModeButton", "detailModeButton")


class Copy(Enum):
    """What is chosen."""

    FILE = auto()
    FOLDER = auto()


def choose(
    theme: Theme, kind: Copy, begin: Path, taken: Callable[[str], None], parent: QWidget
) -> QFileDialog:
    """Open the dialog at ``begin``; ``taken`` gets the path that is chosen, if one is."""
    dialog = QFileDialog(parent, tr("Choose a copy"), str(begin))
    folder = kind is Copy.FOLDER
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.Directory if folder else mode.ExistingFile)
    if folder:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    else:
        dialog.setNameFilters([tr("Backups (*.sqlite3)"), tr("All files (*)")])
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, tr("Choose"))
    dialog.fileSelected.connect(taken)
    dialog.finished.connect(dialog.deleteLater)
    if theme.mode is not Mode.DAY:
        _dress(theme, dialog, parent)
    dialog.open()
    return dialog


def _dress(theme: Theme, dialog: QFileDialog, parent: QWidget) -> None:
    """Let it shine no brighter than the window it comes from."""
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    icons, size = Icons(theme), QSize(theme.px(SIDE), theme.px(SIDE))
    for button in dialog.findChildren(QToolButton):
        name = button.objectName()
        if name in _BUTTONS:
            button.setIcon(icons.icon(_BUTTONS[name], "ink"))
            button.setIconSize(size)
            button.setAccessibleName(button.toolTip())
        button.setVisible(name not in _NEEDLESS)
    for button in dialog.findChildren(QPushButton):
        button.setIcon(QIcon())
    for beside in dialog.findChildren(QListView, "sidebar"):
        beside.hide()
    for view in dialog.findChildren(QListView, "listView"):
        view.setItemDelegate(_Row(theme, view))
        view.setIconSize(size)
    for path in dialog.findChildren(QComboBox, "lookInCombo"):
        path.setIconSize(QSize(0, 0))
    dialog.setViewMode(QFileDialog.ViewMode.List)
    dialog.setSizeGripEnabled(False)
    dialog.resize(QSize(theme.px(WIDTH), theme.px(HEIGHT)).boundedTo(parent.window().size()))
    theme.dress(dialog)
    Caret(theme, dialog)
    FocusRing(theme, dialog)


class _Row(QStyledItemDelegate):
    """A row with our line icon in the place of the desktop's bright one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = Icons(theme)

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        path = index.data(QFileSystemModel.Roles.FilePathRole)
        is_folder = isinstance(path, str) and Path(path).is_dir()
        option.icon = self._icons.icon("folder" if is_folder else "doc")

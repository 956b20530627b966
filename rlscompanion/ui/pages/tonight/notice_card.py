"""A reminder in the window that no notification service took."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from rlscompanion.services.ports import Answer, Notice, NoticeAnswered
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label


class NoticeCard(QFrame):
    """A reminder in the window, with what can be pressed."""

    pressed = Signal(object)
    """A NoticeAnswered."""

    def __init__(self, theme: Theme, notice: Notice) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(f"{notice.title} {notice.body}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.addWidget(Label(notice.title, "strong", wrap=True))
        if notice.body:
            column.addWidget(Label(notice.body, "body", wrap=True))
        row = FlowLayout()
        row.setSpacing(theme.px(12))
        for answer, words in notice.answers:
            button = Button(theme, words, "quiet" if answer is Answer.SKIP else "secondary")
            button.setAccessibleName(f"{words}: {notice.title}")
            button.clicked.connect(
                lambda _=False, answer=answer: self.pressed.emit(NoticeAnswered(notice.id, answer))
            )
            row.addWidget(button)
        column.addLayout(row)

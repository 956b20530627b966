"""What is said to a notification service: words, buttons, hints.

dbus-fast is imported in the thread that talks: see notifications.
"""
# ruff: noqa: PLC0415

import html
from typing import TYPE_CHECKING, Any, Final

from rlscompanion.services.ports import Answer, Notice

if TYPE_CHECKING:
    from dbus_fast import Message

SERVICE: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"
PRESSED_THE_NOTICE_ITSELF: Final = "default"
APP_NAME: Final = "RLS Companion"

_NORMAL_URGENCY: Final = 1
_AS_LONG_AS_THE_SERVICE_LIKES: Final = -1


def asking() -> "Message":
    """Ask what the service can show."""
    return _message("GetCapabilities")


def withdrawing(server_id: int) -> "Message":
    """Take a notice away, by the service's own number for it."""
    return _message("CloseNotification", "u", [server_id])


def showing(notice: Notice, capabilities: frozenset[str], *, replaces: int, icon: str) -> "Message":
    """Show a notice in the place of the one with the number ``replaces``; 0 is none."""
    from dbus_fast import Variant

    body = _sendable(notice.body)
    actions: list[str] = []
    if "actions" in capabilities:
        labels = dict(notice.answers)
        actions = [PRESSED_THE_NOTICE_ITSELF, _sendable(labels.get(Answer.OPEN, ""))]
        for answer, label in notice.answers:
            actions += [answer.value, _sendable(label)]
    return _message(
        "Notify",
        "susssasa{sv}i",
        [
            APP_NAME,
            replaces,
            icon,
            _sendable(notice.title),
            html.escape(body, quote=False) if "body-markup" in capabilities else body,
            actions,
            {
                "desktop-entry": Variant("s", "rlscompanion"),
                "category": Variant("s", "reminder"),
                "urgency": Variant("y", _NORMAL_URGENCY),
                "suppress-sound": Variant("b", True),
            },
            _AS_LONG_AS_THE_SERVICE_LIKES,
        ],
    )


def _message(member: str, signature: str = "", body: list[Any] | None = None) -> "Message":
    from dbus_fast import Message

    return Message(
        destination=SERVICE,
        path=PATH,
        interface=SERVICE,
        member=member,
        signature=signature,
        body=body or [],
    )


def _sendable(text: str) -> str:
    """Return ``text`` without what makes a bus hang up: NUL, and half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")

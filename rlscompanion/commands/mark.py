"""``mark``: ticks tonight's step, and tells the running companion."""

from argparse import Namespace

from rlscompanion.adapters import instance
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import moment, print_json
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.services.telling import marked_told


def run(options: Namespace, folders: Folders) -> int:
    with Companion(folders) as parts:
        zone, kind = parts.clock.zone(), MarkKind(options.kind)
        marked = parts.checking_off.mark(options.step, kind, moment(options.at, zone))
    instance.tell(folders.data, instance.Message.CHANGED)
    if options.json:
        print_json(marked_told(marked, zone))
        return 0
    until = marked.snoozed_until
    again = f", again at {until.astimezone(zone):%H:%M}" if until is not None else ""
    print(f"{marked.title}: {marked.status.value}{again}")
    for words in marked.broken:
        print(f"! {words}")
    return 0

"""``bedside-card``: tonight and the flare-up in pictures, one page for the bedside."""

from argparse import Namespace
from typing import TYPE_CHECKING

from rlscompanion.adapters.files import write_whole
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.commands.printing import paper, with_qt
from rlscompanion.domain.mendable import Mendable

if TYPE_CHECKING:
    from pathlib import Path


def run(options: Namespace, folders: Folders) -> int:
    file: Path = options.file
    if file.suffix.lower() != ".pdf":
        raise Mendable(f"{file}: the card is a PDF; name it FILE.pdf")
    with Companion(folders) as parts:
        card = parts.reporting.bedside_card()
    with_qt()
    from rlscompanion.ui.report.card_page import printed_card  # noqa: PLC0415  (Qt from here on)

    write_whole(file, printed_card(card, paper()).as_pdf())
    if options.json:
        print_json({"file": str(file), "steps": len(card.steps), "pictures": len(card.pictures)})
    else:
        print(f"The card for tonight is in {file}.")
    return 0

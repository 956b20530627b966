"""``report``: some weeks for the doctor, as PDF or plain text."""

from argparse import Namespace
from typing import TYPE_CHECKING

from rlscompanion.adapters.files import write_whole
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.commands.printing import paper, with_qt
from rlscompanion.domain.mendable import Mendable
from rlscompanion.services.reporting import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from rlscompanion.domain.report_sheet import Sheet


def run(options: Namespace, folders: Folders) -> int:
    file: Path = options.file
    kind = file.suffix.lower()
    if kind not in {".pdf", ".txt"}:
        raise Mendable(f"{file}: the report is a PDF or a text; name it FILE.pdf or FILE.txt")
    wanted = Wanted(options.weeks, options.thresholds)
    with Companion(folders) as parts:
        sheet = parts.reporting.report(wanted)
    content, pages = _pdf(sheet) if kind == ".pdf" else (sheet.as_text().encode(), None)
    write_whole(file, content)
    rated, nights = sum(night.worst is not None for night in sheet.nights), len(sheet.nights)
    if options.json:
        told = {"weeks": wanted.weeks, "nights": nights, "rated": rated}
        print_json({"file": str(file), **told, "pages": pages})
    else:
        said = f"{rated} of {nights} nights are rated." if nights else "No night is noted yet."
        print(f"The report is in {file}. {said}")
    return 0


def _pdf(sheet: "Sheet") -> tuple[bytes, int]:
    with_qt()
    from rlscompanion.ui.report.document import printed_report  # noqa: PLC0415  (Qt from here on)

    printed = printed_report(sheet, paper())
    return printed.as_pdf(), len(printed.pages)

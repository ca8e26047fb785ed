"""Old .doc files to .docx by LibreOffice, where it is installed: no macros, no links, no profile kept."""

import shutil
import tempfile
from pathlib import Path

from library.extraction import errors
from library.extraction.child import TooSlow, run_bounded

PROGRAMS = (
    "soffice",
    "libreoffice",
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SECONDS = 90
# MacroSecurityLevel 3 trusts nothing unsigned; Link 0 never fetches what a document links to.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>
</prop></item>
</oor:items>
"""


def find_converter() -> str | None:
    """Return the path of LibreOffice, None when it is not installed."""
    return next((found for program in PROGRAMS if (found := shutil.which(program))), None)


def doc_to_docx(data: bytes, filename: str) -> bytes:
    """Return a .doc as a .docx.

    Raises:
        OldWordFile: LibreOffice is not installed.
        ConversionFailed: it could not do it, or not in time.
    """
    program = find_converter()
    if program is None:
        raise errors.OldWordFile(filename)
    with tempfile.TemporaryDirectory(prefix="doc-") as name:
        folder = Path(name)
        # The stranger's file name never reaches a command line.
        (folder / "source.doc").write_bytes(data)
        settings = folder / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        made = folder / "made" / "source.docx"
        try:
            run_bounded(_command(program, folder, _filter(data)), seconds=SECONDS, folder=folder)
        except (TooSlow, OSError) as error:
            raise errors.ConversionFailed(filename) from error
        if not made.is_file() or made.stat().st_size == 0:
            raise errors.ConversionFailed(filename)
        return made.read_bytes()


def _filter(data: bytes) -> str:
    """Name the format, or LibreOffice would take any bytes for a text of some kind."""
    return "Rich Text Format" if data.startswith(b"{\\rtf") else "MS Word 97"


def _command(program: str, folder: Path, source_filter: str) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--invisible",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        "--nodefault",
        f"--infilter={source_filter}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "made"),
        str(folder / "source.doc"),
    ]

"""A report as a file, the same from a page and from the command line."""

from collections.abc import Mapping

from library.downloading import DOCX
from members.models import Organization
from study.reports.evidence import behind
from study.reports.gathering import gather
from study.reports.periods import Period
from study.reports.sheet import write_xlsx
from study.reports.word import write_docx

TYPES: Mapping[str, str] = {
    "docx": DOCX,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def report_file(
    organization: Organization,
    period: Period,
    *,
    kind: str,
    base: str,
    names: bool,
    above: Organization | None,
) -> bytes:
    """Return the report as `docx` or `xlsx`; `base` is the site's address, before the addresses of records."""
    report = gather(organization, period, above=above)
    write = {"docx": write_docx, "xlsx": write_xlsx}[kind]
    return write(report, behind(report, organization, names=names), base=base)

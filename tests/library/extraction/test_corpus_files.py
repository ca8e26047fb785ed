"""The real files of the corpus, one by one."""

from pathlib import Path

import pytest

from library.extraction import extract_file
from library.structure import parse

pytestmark = pytest.mark.corpus
SITE_WORDS = ("扫一扫", "主题分类", "索 引 号", "首页", "版权")


def test_government_pages_give_title_text_and_facts(corpus: Path) -> None:
    pages = sorted((corpus / "files").glob("govcn_*.html"))
    assert len(pages) == 7
    for page in pages:
        extracted = extract_file(page)
        document = parse(extracted.text)
        assert document.title == extracted.metadata["title"] == extracted.title_hint
        assert {"issuer", "document_number", "adopted_on"} <= set(extracted.metadata)
        assert not any(word in extracted.text for word in SITE_WORDS)


def test_a_real_docx_has_title_and_headings(corpus: Path) -> None:
    extracted = extract_file(corpus / "files" / "poi_stress009.docx")
    marked = [line for line in extracted.text.splitlines() if line.startswith("#")]
    assert marked[:3] == ["# NANDrive 微型固态硬盘设计方案", "## 产品介绍", "## 技术规格"]
    assert {"## 资料下载", "## 购买信息"} <= set(marked)


@pytest.mark.parametrize("name", ["党章-2017.md", "党章-2022.pasted.md"])
def test_both_party_constitutions_are_whole(corpus: Path, name: str) -> None:
    document = parse(extract_file(corpus / "party" / name).text)
    assert (document.counts["chapter"], document.counts["article"]) == (11, 55)


def test_every_law_is_read_as_it_stands(corpus: Path) -> None:
    for path in sorted((corpus / "laws").rglob("*.md"))[::7]:
        extracted = extract_file(path)
        assert extracted.encoding == "UTF-8"
        source = path.read_text(encoding="utf-8")
        if not source.startswith("---"):
            assert "".join(extracted.text.split()) == "".join(source.replace("\u200b", "").split())

"""Blocks an editor composes a topic's introduction from."""

from typing import Any

from wagtail import blocks


class PassageBlock(blocks.StructBlock):
    """A sentence quoted from a material, set apart from the editor's words."""

    text = blocks.TextBlock(label="原文")
    material = blocks.PageChooserBlock(label="出处", page_type="library.MaterialPage")
    place = blocks.CharBlock(label="条款", required=False, help_text="例如：第十二条")

    class Meta:
        icon = "openquote"
        label = "引文"
        description = "从资料里引一句原文，并注明出处。"
        template = "library/blocks/passage.html"
        preview_value: dict[str, Any] = {"text": "学习要经常、要到人、要管用。", "place": "第三条"}


INTRO_BLOCKS = [
    (
        "paragraph",
        blocks.RichTextBlock(
            features=["bold", "link", "ol", "ul"],
            label="段落",
            icon="pilcrow",
            description="编者自己的话。",
            preview_value="<p>这个专题收了哪些资料，先读哪一份。</p>",
        ),
    ),
    ("passage", PassageBlock()),
]

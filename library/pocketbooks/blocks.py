"""What an editor puts a pocket book together from, dragged into order."""

from typing import Any

from wagtail import blocks

MATERIAL = "library.MaterialPage"


class FootnoteBlock(blocks.StructBlock):
    """A footnote of the editor, at an article."""

    place = blocks.CharBlock(label="条款", max_length=60, help_text="例如：第三条")
    text = blocks.TextBlock(label="注文")

    class Meta:
        icon = "comment"
        label = "脚注"
        description = "编者对一条原文的说明，印在页脚，注明是编者注。"
        preview_value: dict[str, Any] = {"place": "第三条", "text": "这一条自 2024 年 9 月 1 日起施行。"}


class TextBlock(blocks.StructBlock):
    """A whole material, or some chapters or provisions of it."""

    material = blocks.PageChooserBlock(label="资料", page_type=MATERIAL)
    places = blocks.TextBlock(
        label="只收这些章、条",
        required=False,
        help_text="一行一处，例如：第二章、第九条、第三条至第五条。留空收全文。",
    )
    notes = blocks.ListBlock(FootnoteBlock(), label="编者脚注", default=[])

    class Meta:
        icon = "doc-full"
        label = "资料"
        description = "收一份资料的全文，或者其中的几章、几条。"
        preview_value: dict[str, Any] = {"places": "第二章\n第九条", "notes": []}


class ExcerptBlock(blocks.StructBlock):
    """Words of a speech, exactly as they stand in it."""

    material = blocks.PageChooserBlock(label="出处", page_type=MATERIAL)
    text = blocks.TextBlock(label="摘录", help_text="从原文复制，一行一段；和原文对不上会指出来。")

    class Meta:
        icon = "openquote"
        label = "摘录"
        description = "从讲话、报告里摘几段原话，注明出处。"
        preview_value: dict[str, Any] = {"text": "学习是为了把事情办好。"}


class QuestionBlock(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.TextBlock(label="问")
    answer = blocks.TextBlock(label="答")
    material = blocks.PageChooserBlock(label="依据", page_type=MATERIAL, required=False)
    place = blocks.CharBlock(label="依据的条款", max_length=60, required=False, help_text="例如：第九条")

    class Meta:
        icon = "help"
        label = "问答"
        description = "一问一答，可以写明依据哪一条。"
        preview_value: dict[str, Any] = {"question": "党支部多久集中学习一次？", "answer": "每季度一次。"}


class QuestionsBlock(blocks.StructBlock):
    """A chapter of questions."""

    title = blocks.CharBlock(label="章名", max_length=120, default="学习问答")
    questions = blocks.ListBlock(QuestionBlock(), label="问答", min_num=1)

    class Meta:
        icon = "list-ul"
        label = "一组问答"
        description = "学习问答，一问一答成一章。"
        preview_value: dict[str, Any] = {"title": "学习问答", "questions": []}


class EditorNoteBlock(blocks.StructBlock):
    """The editor's own words, a chapter set apart from the sources."""

    title = blocks.CharBlock(label="章名", max_length=120, default="编者按")
    text = blocks.TextBlock(label="编者的话", help_text="一行一段，印成单独一章，并写明不是原文。")

    class Meta:
        icon = "edit"
        label = "编者的话"
        description = "编者自己的话，和原文分开印。"
        preview_value: dict[str, Any] = {"title": "怎样用这本书", "text": "先读条文，再看问答。"}


BOOK_BLOCKS = [
    ("text", TextBlock()),
    ("excerpt", ExcerptBlock()),
    ("questions", QuestionsBlock()),
    ("note", EditorNoteBlock()),
]

"""The editor's form for a question: options a line each, the answer as a person writes it, the cited sentence."""

from typing import Any

from django import forms
from taggit.forms import TagField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser, AdminTagWidget

from library.models import MaterialPage
from quizzes.actions import change_question_state, create_question, revise_question
from quizzes.binding.quotes import cited_now
from quizzes.citing import provision_meant, text_meant
from quizzes.drafts import Cited, QuestionDraft
from quizzes.errors import InvalidQuestion
from quizzes.grading import unready_fault
from quizzes.models import Question, QuestionCitation, QuestionTag, QuestionVersion
from quizzes.policies import bank_policy, question_policy
from quizzes.question_text import Typed, read_typed, write_typed
from quizzes.quoting import contains
from quizzes.review import article_numbers
from quizzes.states import next_states

ANSWER_HELP = (
    "单选写一个字母，如 B；多选写几个字母，如 ABD；判断写“对”或“错”；填空一个空一行，几种写法用“|”隔开；"
    "排序题和连线题留空；简答题写参考答案。"
)
OPTIONS_HELP = (
    "单选和多选：一行一个选项，不写字母。排序：按正确的先后一行一项，出题时自动打乱。"
    "连线：一行一对，写成“左边 → 右边”，多出来的右项写成“→ 右边”。判断、填空和简答留空。"
)
# Where a fault in what was typed is most likely mended.
FAULTY_FIELD: dict[str, str] = {
    Question.Kind.MATCHING: "options_text",
    Question.Kind.ORDERING: "options_text",
    Question.Kind.ESSAY: "rubric_text",
}
WITHOUT_ANSWER = (Question.Kind.ORDERING, Question.Kind.MATCHING, Question.Kind.ESSAY)


class LinesField(forms.CharField):
    """Text whose lines end as they are stored; a browser sends them otherwise, which is no change of content."""

    def to_python(self, value: Any) -> str:
        """Return the text with one kind of line end."""
        return "\n".join((super().to_python(value) or "").splitlines())


def content_of(kind: str, version: QuestionVersion) -> dict[str, Any]:
    """Return what the form's fields hold for the content of a version."""
    typed = write_typed(kind, Typed(version.answer, version.options, version.prompts))
    return {
        **{f"{name}_text": text for name, text in typed.items()},
        "stem": version.stem,
        "explanation": version.explanation,
        "difficulty": version.difficulty,
    }


class QuestionForm(WagtailAdminModelForm):
    """Everything a version holds, and the step to take."""

    instance: Question

    stem = LinesField(
        label="题干",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="填空题用四个下划线 ____ 表示一个空。",
    )
    options_text = forms.CharField(
        label="选项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=OPTIONS_HELP,
    )
    answer_text = forms.CharField(
        label="答案", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=ANSWER_HELP
    )
    rubric_text = LinesField(
        label="评分要点",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="只有简答题填：一行一条，写明分值，如“答出四项内容（4分）”。阅卷的同志按它给分。",
    )
    material = forms.ModelChoiceField(
        label="出处",
        queryset=MaterialPage.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[MaterialPage]),
        help_text="选一份资料；选党章党规时取它现行的版本。",
    )
    address = forms.CharField(
        label="条款",
        max_length=200,
        required=False,
        help_text="写“第十二条”，或从阅读页地址里复制，如 art_12。",
    )
    quote = LinesField(
        label="原句",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="从正文复制决定答案的那一句；答错的人会在原文里看到它。",
    )
    adds = forms.BooleanField(
        label="上面写的是另加的一处",
        required=False,
        help_text="一道题考几处时用：勾选以后，原来的第一处也保留。",
    )
    dropped = forms.MultipleChoiceField(
        label="去掉其余的出处",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="这道题还引了这几处；勾选的，保存以后不再引。",
    )
    explanation = LinesField(label="解析", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    difficulty = forms.TypedChoiceField(
        label="难度",
        coerce=int,
        initial=2,
        choices=[(1, "1 很容易"), (2, "2"), (3, "3 中等"), (4, "4"), (5, "5 很难")],
    )
    question_tags = TagField(
        label="标签", required=False, widget=AdminTagWidget(tag_model=QuestionTag.tag_model())
    )
    step = forms.ChoiceField(label="状态", choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cited = self._stored_citations()
        self._offer_further()
        self.fields["step"].choices = self._steps()
        if self.for_user:
            self.fields["bank"].queryset = bank_policy.editable_by(self.for_user)
        if self.instance.pk:
            self.fields["bank"].disabled = self.fields["kind"].disabled = True
            self._fill()

    def _offer_further(self) -> None:
        """Let a question cite more than the place the form shows, and let go of what it cites besides."""
        if not self._cited:
            del self.fields["adds"]
        if not self._cited[1:]:
            del self.fields["dropped"]
            return
        numbers = article_numbers(self._cited)
        self.fields["dropped"].choices = [
            (
                str(one.pk),
                f"《{one.material.title}》{numbers.get(one.pk, '')}　{one.quote[:40] or one.address}",
            )
            for one in self._cited[1:]
        ]

    def _citations(self, data: dict[str, Any], cited: Cited | None) -> tuple[Cited, ...]:
        """Return everything the question is to cite: what the form says first, then what it cites besides."""
        kept = [one for one in self._cited[1:] if str(one.pk) not in data.get("dropped", ())]
        further = [Cited(one.material, one.address, one.quote) for one in kept]
        if not cited:
            return tuple(further)
        if not data.get("adds"):
            return (cited, *further)
        first = self._cited[0]
        known = [Cited(first.material, first.address, first.quote), *further]
        return tuple(known if cited.key() in {one.key() for one in known} else [*known, cited])

    def _steps(self) -> list[tuple[str, str]]:
        state = self.instance.state
        codes = [state, *next_states(state, may_publish=self._may_approve())]
        if not self.instance.pk:
            codes = [Question.State.DRAFT, Question.State.IN_REVIEW]
        return [(code, str(Question.State(code).label)) for code in codes]

    def _may_approve(self) -> bool:
        """Tell whether the step to 可用 is this person's to take: of words somebody else wrote."""
        return bool(
            self.instance.pk and self.for_user and question_policy.can_approve(self.for_user, self.instance)
        )

    def _stored_citations(self) -> list[QuestionCitation]:
        version = self.instance.current
        return list(version.citations.select_related("material").order_by("pk")) if version else []

    def _fill(self) -> None:
        question, version = self.instance, self.instance.current
        self.initial |= {"step": question.state, "question_tags": question.tags.all()}
        if version:
            self.initial |= content_of(question.kind, version)
        if self._cited:
            self.initial |= cited_now(self._cited[0])

    def clean(self) -> dict[str, Any]:
        """Make the draft; every fault is said at its field."""
        data = super().clean() or self.cleaned_data
        cited = self._clean_citation(data)
        # Without these there is nothing to check, and the field says already what is missing.
        if not self.errors.keys() & {"kind", "stem", "answer_text"}:
            self._clean_draft(data, cited)
        if data.get("step") == Question.State.READY and cited is None and not self.errors:
            self.add_error("material", "设为“可用”以前，请写明这道题考的是哪份资料的哪一条。")
        return data

    def _clean_draft(self, data: dict[str, Any], cited: Cited | None) -> None:
        kind = self.instance.kind if self.instance.pk else data["kind"]
        said = {name: data.get(f"{name}_text", "") for name in ("options", "answer", "rubric")}
        if not said["answer"].strip() and kind not in WITHOUT_ANSWER:
            self.add_error("answer_text", "请写上答案。")
            return
        try:
            typed = read_typed(kind, **said)
            draft = QuestionDraft(
                kind=kind,
                stem=data["stem"],
                options=typed.options,
                prompts=typed.prompts,
                answer=typed.answer,
                explanation=data.get("explanation", ""),
                difficulty=data.get("difficulty") or 2,
                tags=tuple(data.get("question_tags") or ()),
                citations=self._citations(data, cited),
            )
            draft.check()
            if data.get("step") in (Question.State.READY, Question.State.IN_REVIEW):
                self._require_ready(draft)
        except InvalidQuestion as error:
            self.add_error(FAULTY_FIELD.get(kind, "answer_text"), error.faults)
        else:
            self.instance.draft = draft

    @staticmethod
    def _require_ready(draft: QuestionDraft) -> None:
        if fault := unready_fault(draft.kind, draft.answer):
            raise InvalidQuestion([fault])

    def _clean_citation(self, data: dict[str, Any]) -> Cited | None:
        material, address, quote = (
            data.get("material"),
            data.get("address", "").strip(),
            data.get("quote", "").strip(),
        )
        if material is None:
            return None
        page = text_meant(material.specific)
        if page is None:
            self.add_error("material", f"《{material.title}》还没有发布正文，请换一份资料，或先发布它。")
            return None
        provision = provision_meant(page, address)
        if provision is None:
            self.add_error("address", f"《{page.title}》没有“{address}”，请写“第几条”，或从阅读页复制地址。")
            return None
        if quote and not contains(provision.whole_text(), quote):
            self.add_error("quote", f"这句话不在《{page.title}》{provision.number}里，请从正文复制。")
            return None
        return Cited(material=page, address=provision.address, quote=quote)

    def save(self, commit: bool = True) -> Question:
        """Store a new question, or a new version of this one, and take the step."""
        if not commit:
            return self.instance
        author, step, draft = self.for_user, self.cleaned_data["step"], self.instance.draft
        if draft is None:
            raise ValueError("a question form is saved only after it was found valid")
        if self.instance.pk:
            was = self.instance.state
            question = revise_question(author=author, question=self.instance, draft=draft)
            # Content changed by a writer waits for review, whatever step was taken with it.
            if step != was and step in next_states(question.state, may_publish=self._may_approve()):
                question = change_question_state(member=author, question=question, state=step)
        else:
            question = create_question(author=author, bank=self.cleaned_data["bank"], draft=draft, state=step)
        self.instance = question
        return question

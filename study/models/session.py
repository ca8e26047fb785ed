"""集中学习: a branch, a group or a committee studies together, and who was there."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from library.models import MaterialPage, TopicPage
from library.models.source import private_storage
from members.models import Organization
from study.models.bookbag import BookBag
from study.models.screening import Screening
from study.sessions.querysets import AttendanceQuerySet, SessionQuerySet


class SessionKind(models.TextChoices):
    """What kind of study together it is; cadence rules speak of the same kinds."""

    COLLECTIVE = "collective", "集中学习"
    DISCUSSION = "discussion", "专题研讨"
    LECTURE = "lecture", "党课"
    CENTRAL_GROUP = "central_group", "中心组学习"
    THEME_DAY = "theme_day", "主题党日"


class StudySession(models.Model):
    """One session of study of one organisation, from the plan for it to its record.

    `client_id` is the number the sender's browser gave it, so that one record sent twice is one record.
    `roll_version` counts how often the attendance was saved; a list written without network names the one it began from.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "已安排"
        HELD = "held", "已开展"
        CANCELLED = "cancelled", "已取消"

    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="study_sessions"
    )
    kind = models.CharField("形式", max_length=20, choices=SessionKind, default=SessionKind.COLLECTIVE)
    title = models.CharField("主题", max_length=120)
    held_on = models.DateField("日期")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="主持人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_hosted",
    )
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="讲课人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lectures_given",
        help_text="党课由谁讲。书记、领导干部讲党课按这里登记。",
    )
    topic = models.ForeignKey(
        TopicPage,
        verbose_name="专题",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="study_sessions",
    )
    book_bag = models.ForeignKey(
        BookBag,
        verbose_name="书袋",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="study_sessions",
    )
    screening = models.OneToOneField(
        Screening,
        verbose_name="群众收看",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="study_session",
    )
    agenda = models.TextField("议程", blank=True, max_length=4000)
    record = models.TextField("学习记录", blank=True, max_length=20000)
    resolutions = models.TextField("决议和要办的事", blank=True, max_length=4000)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)
    client_id = models.UUIDField("提交编号", null=True, blank=True, unique=True)
    roll_version = models.PositiveIntegerField("名单版本", default=0)
    roll_saved_at = models.DateTimeField("名单保存时间", null=True, blank=True)
    roll_saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="名单登记人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="建立人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("建立时间")

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集中学习"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "held_on"], name="session_by_place_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.kind_label} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("study:session", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return str(SessionKind(self.kind).label)

    @property
    def state_label(self) -> str:
        """Return the Chinese name of the state."""
        return str(self.State(self.state).label)

    @property
    def is_held(self) -> bool:
        """Tell whether it took place."""
        return self.state == self.State.HELD

    def has_come(self, today: date | None = None) -> bool:
        """Tell whether its day is here, so that somebody can have been there."""
        return self.held_on <= (today or timezone.localdate())


class SessionMaterial(models.Model):
    """One piece of a session's pack (学习材料), in order."""

    session = models.ForeignKey(
        StudySession, verbose_name="集中学习", on_delete=models.CASCADE, related_name="pack"
    )
    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.CASCADE, related_name="sessions_packed"
    )
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "学习材料"
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "material"], name="session_packs_a_material_once")
        ]

    def __str__(self) -> str:
        return f"{self.session}：{self.material}"


class SessionAttendance(models.Model):
    """Whether one member was at one session.

    `branch` is the member's branch on the day of the session and never follows a later move. It differs from the
    session's organisation where a cadre studies with a committee's central group or lectures elsewhere: the row counts
    at the session's organisation and, by `branch`, in the own branch as well (双重组织生活).
    """

    class Status(models.TextChoices):
        PRESENT = "present", "到会"
        LEAVE = "leave", "请假"
        ABSENT = "absent", "缺席"
        MADE_UP = "made_up", "已补课"

    session = models.ForeignKey(
        StudySession, verbose_name="集中学习", on_delete=models.CASCADE, related_name="attendances"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="党员",
        on_delete=models.CASCADE,
        related_name="session_attendances",
    )
    branch = models.ForeignKey(
        Organization,
        verbose_name="当时所在支部",
        on_delete=models.PROTECT,
        related_name="member_attendances",
    )
    status = models.CharField("情况", max_length=10, choices=Status, default=Status.PRESENT)
    made_up_on = models.DateField("补课日期", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "member"], name="member_is_at_a_session_once"),
            models.CheckConstraint(
                condition=Q(made_up_on__isnull=True) | Q(status="made_up"),
                name="only_a_make_up_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.session} · {self.status_label}"

    @property
    def status_label(self) -> str:
        """Return the Chinese name of the status."""
        return str(self.Status(self.status).label)


class SessionSubmission(models.Model):
    """An attendance form that was accepted, by the number its browser gave it: sent again, it changes nothing."""

    client_id = models.UUIDField("提交编号", unique=True)
    session = models.ForeignKey(
        StudySession, verbose_name="集中学习", on_delete=models.CASCADE, related_name="submissions"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = verbose_name_plural = "名单提交"

    def __str__(self) -> str:
        return f"{self.session} {self.client_id}"


class SessionFile(models.Model):
    """A file of a session: a photograph, slides, a scanned record. Kept privately and handed out by the policy."""

    session = models.ForeignKey(
        StudySession, verbose_name="集中学习", on_delete=models.CASCADE, related_name="files"
    )
    name = models.CharField("文件名", max_length=160)
    file = models.FileField("文件", upload_to="sessions/%Y/%m/", storage=private_storage, max_length=200)
    content_type = models.CharField("类型", max_length=100)
    bytes = models.PositiveIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "学习附件"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "sha256"], name="session_keeps_a_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class MakeUpCohort(models.Model):
    """假日学习班车: those who missed sessions make them up together in one window of free days.

    The window is stored as it was proposed, with whether it was an estimate, so that a later calendar changes nothing.
    """

    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="make_up_cohorts"
    )
    title = models.CharField("名称", max_length=80)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    is_estimate = models.BooleanField("日期待放假通知核对", default=False)
    book_bag = models.ForeignKey(
        BookBag,
        verbose_name="书袋",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="make_up_cohorts",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="建立人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "补课班次"
        ordering: ClassVar[list[str]] = ["-starts_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="make_up_window_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization.label} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("study:make_up_cohort", args=[self.pk])


class MakeUpPlace(models.Model):
    """One missed session of one member in a cohort; how the pack reached them, if it had to be carried."""

    class Delivery(models.TextChoices):
        PRINT = "print", "打印件"
        POCKET_BOOK = "pocket_book", "口袋书"
        BOOK_BAG = "book_bag", "红色书袋"
        PHONE = "phone", "手机上看"

    cohort = models.ForeignKey(
        MakeUpCohort, verbose_name="补课班次", on_delete=models.CASCADE, related_name="places"
    )
    attendance = models.OneToOneField(
        SessionAttendance, verbose_name="缺的课", on_delete=models.CASCADE, related_name="make_up"
    )
    delivery = models.CharField("送学方式", max_length=20, choices=Delivery, blank=True)
    delivered_on = models.DateField("送到日期", null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "补课名单"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.attendance}"

    @property
    def delivery_label(self) -> str:
        """Return the Chinese name of the way, "" while nothing was brought."""
        return str(self.Delivery(self.delivery).label) if self.delivery else ""

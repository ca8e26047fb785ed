"""The addressed parts of a text."""

from typing import ClassVar

from django.db import models
from wagtail.search import index

from library.models.material import MaterialPage
from library.querysets import ProvisionQuerySet


class Provision(index.Indexed, models.Model):
    """One part of a published text: a chapter, an article, a paragraph, an item.

    Rows are derived from the material's body on every publish and removed when it is withdrawn, so that whatever
    points at a sentence stores (material, address), never a row's id. `eid` follows Akoma Ntoso
    (`chp_2__art_9__para_3`); `address` is the short path used in links (`art_9/para_3`).
    """

    material = models.ForeignKey(
        MaterialPage, verbose_name="资料", on_delete=models.CASCADE, related_name="provisions"
    )
    parent = models.ForeignKey(
        "self", verbose_name="上级", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    eid = models.CharField("eId", max_length=200)
    address = models.CharField("地址", max_length=200)
    kind = models.CharField("层级", max_length=20)
    number = models.CharField("序号", max_length=60, blank=True)
    heading = models.CharField("标题", max_length=400, blank=True)
    text = models.TextField("本身文字", blank=True)
    # Only rows that a search may answer with carry the whole text: articles, and paragraphs outside articles.
    full_text = models.TextField("全文", blank=True)
    is_unit = models.BooleanField("检索单位", default=False)
    context = models.CharField("所在章节", max_length=400, blank=True)
    position = models.PositiveIntegerField("顺序")
    depth = models.PositiveSmallIntegerField("深度")
    digest = models.CharField("文字指纹", max_length=64, blank=True)

    # Rows are written in bulk; `library.publishing` tells the index itself.
    search_auto_update = False

    objects = ProvisionQuerySet.as_manager()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("full_text"),
        index.SearchField("heading", boost=2),
        index.SearchField("number", boost=2),
        index.SearchField("context", boost=0.3),
        index.SearchField("material_title", boost=0.3),
        index.FilterField("id"),
        index.FilterField("material_id"),
        index.FilterField("address"),
        index.FilterField("kind"),
        index.FilterField("is_unit"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ["material", "position"]
        constraints = [
            models.UniqueConstraint(fields=["material", "address"], name="provision_address_is_unique"),
        ]
        indexes = [models.Index(fields=["material", "position"])]

    def __str__(self) -> str:
        return f"{self.material.title} {self.number or self.address}"

    @property
    def material_title(self) -> str:
        """Return the title of the text this stands in; part of what a search looks at."""
        return self.material.title

    @classmethod
    def get_indexed_objects(cls) -> "ProvisionQuerySet":
        """Index what a search may answer with."""
        # Only the title of the text is wanted; with the body, every article would carry the whole law.
        return cls.objects.filter(is_unit=True).select_related("material").defer("material__body")

    @property
    def url(self) -> str:
        """Return the address of this provision within the site."""
        return f"{self.material.url}{self.address}/"

    def whole_text(self) -> str:
        """Return this provision's words with those of everything below it, a part a line."""
        if self.full_text:
            return self.full_text
        below = Provision.objects.filter(material_id=self.material_id, eid__startswith=f"{self.eid}__")
        texts = below.order_by("position").values_list("number", "text")
        return "\n".join([self.text, *(f"{number}{text}" for number, text in texts)]).strip()

"""Files and images; custom models from the first day, because Wagtail cannot swap them later."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture with its source."""

    source = models.CharField("来源", max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "source")

    class Meta(AbstractImage.Meta):
        verbose_name = verbose_name_plural = "图片"


class CustomRendition(AbstractRendition):
    """A picture at one size."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_is_made_once_per_filter"
            )
        ]


class CustomDocument(AbstractDocument):
    """A file handed out with a material, such as slides or a form."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = verbose_name_plural = "文件"

"""The instrument: published content that every organisation shares and nobody changes in place.

Rows exist so that answers and actions can point at them; what a row says stands in ``body``,
exactly as the content schema (``apps.rie.content.schema``) checked it. A correction is a new
:class:`Instrument`.
"""

from __future__ import annotations

import uuid

from django.db import models


class PublishedContentError(Exception):
    """Someone tried to change content that firms have already answered."""


class PublishedQuerySet(models.QuerySet):
    """Rows can be added and read; changing or deleting many at once is refused like one by one."""

    def update(self, **fields: object) -> int:
        raise PublishedContentError("Published content is never changed in place; publish a new version")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise PublishedContentError("Published content may be in use; it is never deleted")


class PublishedModel(models.Model):
    """Base of all content rows: they are written once, when their instrument is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise PublishedContentError(f"{self} is published; publish a new instrument version instead")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise PublishedContentError(f"{self} is published and may be in use; it is never deleted")


class Instrument(PublishedModel):
    slug = models.SlugField()
    version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64, help_text="SHA-256 over the canonical JSON of all content")
    method = models.CharField(max_length=20)
    body = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug", "published_at", "pk"]
        constraints = [
            models.UniqueConstraint("slug", "version", name="instrument_version_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Theme(PublishedModel):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="themes")
    key = models.SlugField()
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("instrument", "key", name="theme_once_per_instrument")]

    def __str__(self) -> str:
        return self.key


class Subtheme(PublishedModel):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="subthemes")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="subthemes")
    key = models.SlugField()
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("instrument", "key", name="subtheme_once_per_instrument")]

    def __str__(self) -> str:
        return self.key


class Factor(PublishedModel):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="factors")
    subtheme = models.ForeignKey(Subtheme, models.CASCADE, related_name="factors")
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("instrument", "code", name="factor_once_per_instrument")]

    def __str__(self) -> str:
        return self.code


class ProfileQuestion(PublishedModel):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="profile_questions")
    key = models.SlugField()
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("instrument", "key", name="question_once_per_instrument")]

    def __str__(self) -> str:
        return self.key


class Measure(PublishedModel):
    """A measure of the catalogue. Part of the instrument, because the two are checked together."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="measures")
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("instrument", "code", name="measure_once_per_instrument")]

    def __str__(self) -> str:
        return self.code

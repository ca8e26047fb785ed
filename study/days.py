"""Days of the site's time zone as moments; the one place where a day is turned into its first moment."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def midnight(day: date) -> datetime:
    """Return the first moment of `day`."""
    return timezone.make_aware(datetime.combine(day, time.min))


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """Return from when (included) to when (excluded) the days from `first` to `last`, both included, go."""
    return midnight(first), midnight(last + timedelta(days=1))

"""What was counted so far stays counted: whatever lies before the last moment that was kept counts no more."""

from typing import Any

from django.db import migrations
from django.db.models import Max

READING_SECONDS = 7 * 24 * 3600 + 120
WATCHING_SECONDS = 30 * 24 * 3600


def fill(apps: Any, schema_editor: Any) -> None:
    """Enter one stretch for every member, as long as a report may be late."""
    clocks = list(apps.get_model("study", "ReadingClock").objects.all())
    for clock in clocks:
        until = clock.counted_until.timestamp()
        clock.counted = [[until - READING_SECONDS, until]]
    apps.get_model("study", "ReadingClock").objects.bulk_update(clocks, ["counted"], batch_size=500)
    watched = apps.get_model("study", "Watched").objects.order_by().values("member")
    apps.get_model("study", "WatchingClock").objects.bulk_create(
        [
            apps.get_model("study", "WatchingClock")(
                member_id=one["member"],
                counted=[[one["last"].timestamp() - WATCHING_SECONDS, one["last"].timestamp()]],
            )
            for one in watched.annotate(last=Max("reported_at"))
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("study", "0012_time_accounted_for"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name="readingclock",
            name="counted_until",
        ),
    ]

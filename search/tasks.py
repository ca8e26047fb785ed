"""What the task worker does for search."""

from django.apps import apps
from django_tasks import task

FIRST_PAUSE = 5
LONGEST_PAUSE = 600


@task()
def index_task(app_label: str, model_name: str, key: str) -> None:
    """Index one object as it is in the database now."""
    from search.following import bring_after_one

    bring_after_one(apps.get_model(app_label, model_name), key)


@task()
def catch_up_task(pause: int = FIRST_PAUSE) -> int:
    """Index what could not be indexed; what still cannot is tried again after a longer pause."""
    from search.catching_up import catch_up, try_later

    left = catch_up()
    if left:
        try_later(min(pause * 2, LONGEST_PAUSE))
    return left

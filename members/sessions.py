"""Django's sessions in the database, looked up without the ORM: every request of everybody begins with that."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db import connections, router
from django.utils import timezone


class SessionStore(DatabaseSessionStore):
    """As Django's, in one statement that need not be put together each time; storing and ending are Django's own."""

    def _get_session_from_db(self) -> Any:
        """Return the session that has this key and is not over, or None and forget the key."""
        connection = connections[router.db_for_read(Session)]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(session_key=self.session_key or "", session_data=row[0])


STATEMENT = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"

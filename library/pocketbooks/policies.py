"""Who may read a pocket book: who may read its page and every text it was made from."""

from library.models import MaterialPage, PocketBookIssue, PocketBookPage
from library.policies import User, closed_paths, material_policy


class BookPolicy:
    """May this user have the files of this book?"""

    def can_have(self, user: User, issue: PocketBookIssue) -> bool:
        """Tell whether `user` may have what `issue` prints; nothing that is closed leaks through a book."""
        closed = closed_paths(user)
        if not material_policy.can_view(user, issue.book, closed=closed):
            return False
        if not closed:
            return True
        paths = MaterialPage.objects.filter(pinned_in__issue=issue).values_list("path", flat=True)
        return not any(path.startswith(shut) for path in paths for shut in closed)

    def can_reissue(self, user: User, book: PocketBookPage) -> bool:
        """Tell whether `user` may issue a new edition: who may publish the book."""
        return user.is_authenticated and book.permissions_for_user(user).can_publish()


book_policy = BookPolicy()

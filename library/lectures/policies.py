"""Who may bring lectures in, correct their captions, and have their files."""

from django.db.models import Q
from django.utils import timezone

from library.models import LibraryIndexPage, MicroLecturePage
from library.policies import User, import_policy, material_policy
from members.models import Appointment, Member, Organization, Post

# Of a branch or a committee: those who arrange its study.
UPLOADING_POSTS = [
    Post.BRANCH_SECRETARY,
    Post.BRANCH_DEPUTY,
    Post.PUBLICITY_MEMBER,
    Post.ORGANIZATION_MEMBER,
    Post.COMMITTEE_SECRETARY,
]


class LecturePolicy:
    """Watching follows the material; bringing one in follows the post, or the right to edit the library."""

    def can_watch(self, user: User, lecture: MicroLecturePage) -> bool:
        """Tell whether `user` may have the files: who may read the page, and who may edit its draft."""
        return material_policy.can_view(user, lecture) or self.can_edit(user, lecture)

    def can_have_document(self, user: User, document_id: int) -> bool:
        """Tell whether `user` may have a file that lectures hand out beside the recording, or that no lecture does.

        A published lecture gives it to whoever may watch; what only a draft names is for those who may edit the draft.
        """
        now = Q(slides=document_id) | Q(handout=document_id)
        drafted = Q(latest_revision__content__slides=document_id)
        drafted |= Q(latest_revision__content__handout=document_id)
        lectures = list(MicroLecturePage.objects.filter(now | drafted).defer("body"))
        return not lectures or any(
            self.can_edit(user, lecture)
            or (
                document_id in (lecture.slides_id, lecture.handout_id)
                and material_policy.can_view(user, lecture)
            )
            for lecture in lectures
        )

    def can_edit(self, user: User, lecture: MicroLecturePage) -> bool:
        """Tell whether `user` may correct the captions."""
        return user.is_authenticated and lecture.permissions_for_user(user).can_edit()

    def organizations_of(self, user: User) -> list[Organization]:
        """Return the organisations `user` may hand a lecture in for; one query."""
        if not isinstance(user, Member):
            return []
        held = Appointment.objects.held_on(timezone.localdate()).filter(member=user)
        return [one.organization for one in held.of_posts(UPLOADING_POSTS).select_related("organization")]

    def can_upload(self, user: User) -> bool:
        """Tell whether `user` may bring a lecture in: an editor, or somebody who arranges a branch's study."""
        if not isinstance(user, Member):
            return False
        library = LibraryIndexPage.objects.first()
        if library is not None and import_policy.can_import(user, library):
            return True
        return bool(self.organizations_of(user))


lecture_policy = LecturePolicy()

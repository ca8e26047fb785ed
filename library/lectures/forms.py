"""Forms of lectures: the page in the editor, and the upload page for branches."""

from typing import Any

from library.page_forms import QuotingForm, is_going_further

LONGEST_SECONDS = 15 * 60
# A recording that says goodbye a moment after the quarter of an hour is still one.
GRACE_SECONDS = 5


def too_long(seconds: float) -> str:
    """Return why a recording of this length is no 微党课; empty when it is one."""
    if seconds <= LONGEST_SECONDS + GRACE_SECONDS:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"这个文件长 {minutes} 分 {rest:02} 秒；微党课不超过 15 分钟，请剪短，或分成几课上传。"


class LectureForm(QuotingForm):
    """Keeps a lecture from being published without a recording, or with one that is too long."""

    def clean(self) -> dict[str, Any]:
        """Check the recording."""
        data: dict[str, Any] = super().clean()
        recording = data.get("recording")
        if recording is None:
            if is_going_further(self.data):
                self.add_error("recording", "还没有选录像或录音，不能发布。")
            return data
        if message := too_long(recording.duration):
            self.add_error("recording", message)
        return data

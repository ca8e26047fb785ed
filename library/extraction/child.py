"""Running another program on a stranger's file: with a deadline, a bare environment, and nothing left behind."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path


class TooSlow(Exception):
    """The program had not finished at its deadline and was ended with all it had started."""


class _Child(subprocess.Popen[bytes]):
    """A program that leads a process group of its own."""

    def end_group(self) -> None:
        """End the program and whatever it started."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self.kill()
        self.communicate()


def run_bounded(
    command: list[str], *, seconds: float, data: bytes = b"", folder: Path | None = None
) -> tuple[int, bytes]:
    """Return (exit code, stdout) of a program given `data` on stdin; `folder` becomes its home and place to write.

    Raises:
        TooSlow: at the deadline.
        OSError: it cannot be started.
    """
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    if folder:
        environment |= {"HOME": str(folder), "TMPDIR": str(folder)}
    pipe = subprocess.PIPE
    with _Child(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
    ) as child:
        try:
            written, _nothing = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            child.end_group()
            raise TooSlow from error
    return child.returncode, written

"""Looking into video and sound files: what is in them, and what phones cannot play. Pure Python over FFmpeg."""

from media.probing.container import BadMedia
from media.probing.looking import Found, probe
from media.probing.sound import copy_sound

__all__ = ["BadMedia", "Found", "copy_sound", "probe"]

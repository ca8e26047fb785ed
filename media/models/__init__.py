"""Sound and picture: pictures and files, recordings with their captions, uploads under way."""

from media.models.pictures import CustomDocument, CustomImage, CustomRendition
from media.models.recording import CaptionTrack, Cue, Recording
from media.models.upload import Upload

__all__ = [
    "CaptionTrack",
    "Cue",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "Recording",
    "Upload",
]

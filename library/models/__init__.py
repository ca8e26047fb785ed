"""What is studied: materials of every kind, topics, and the provisions under them."""

from library.models.citation import Alias, Citation
from library.models.hubs import LibraryIndexPage, TopicPage
from library.models.importing import ImportBatch, ImportFile
from library.models.kinds import EditionPage, GuidePage, RegulationPage, SpeechPage
from library.models.lecture import LectureChapter, LectureMention, LectureMoment, MicroLecturePage
from library.models.material import MaterialPage, MaterialTag
from library.models.pocketbook import PinnedText, PocketBookFile, PocketBookIssue, PocketBookPage
from library.models.provision import Provision
from library.models.review import QuotationAnswer, SignOffTask
from library.models.source import SourceDocument

__all__ = [
    "Alias",
    "Citation",
    "EditionPage",
    "GuidePage",
    "ImportBatch",
    "ImportFile",
    "LectureChapter",
    "LectureMention",
    "LectureMoment",
    "LibraryIndexPage",
    "MaterialPage",
    "MaterialTag",
    "MicroLecturePage",
    "PinnedText",
    "PocketBookFile",
    "PocketBookIssue",
    "PocketBookPage",
    "Provision",
    "QuotationAnswer",
    "RegulationPage",
    "SignOffTask",
    "SourceDocument",
    "SpeechPage",
    "TopicPage",
]

"""What is done: where a member was in a material, and what is recommended to whom."""

from study.models.progress import Progress
from study.models.recommendation import Recommendation

__all__ = ["Progress", "Recommendation"]

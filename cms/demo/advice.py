"""What the demo recommends to whom."""

from cms.demo.recommended import Advice
from study.models import Recommendation

REQUIRED = Recommendation.Strength.REQUIRED

ADVICE = [
    Advice("全体党员", "annual-study-notice", REQUIRED, 20),
    Advice("全体党员", "study-rules", REQUIRED, 35),
    Advice("全体党员", "study-kickoff-speech"),
    Advice("全体党员", "pocket-book-guide"),
    Advice("全体党员", "study-pocket-book"),
    Advice("全体党员", "makeup-study-guide"),
    Advice("党支部书记", "organization-life", REQUIRED, 12),
    Advice("党支部书记", "three-meetings-guide"),
    Advice("党支部书记", "branch-secretary-talk"),
    Advice("党支部书记", "theme-day-guide"),
    Advice("农村党支部书记", "rural-secretary-guide", REQUIRED, 6),
    Advice("农村党支部书记", "open-affairs"),
    Advice("党员领导干部", "cadre-self-study", REQUIRED, 10),
    Advice("党员领导干部", "integrity-rules", REQUIRED, -2),
    Advice("党员领导干部", "self-study-plan-guide"),
    Advice("党员领导干部", "integrity-talk"),
    Advice("支委成员", "three-meetings-guide"),
    Advice("预备党员和积极分子", "new-member-guide", REQUIRED, 15),
    Advice("流动党员", "mobile-members", REQUIRED, 18),
    Advice("流动党员", "mobile-study-guide"),
    Advice("农村党员", "serve-people"),
    Advice("农村党员", "open-affairs", reason="村里的事要公开，先知道公开什么"),
    Advice("窗口行业党员", "window-service-guide", REQUIRED, 9),
    Advice("国企党员", "integrity-rules"),
    Advice("青禾镇全体", "flood-control-notice", REQUIRED, 5, reason="青禾镇党委请汛期值守的党员先读"),
    Advice("青禾镇全体", "service-day-notice"),
]

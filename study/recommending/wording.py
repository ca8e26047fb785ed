"""Why an assignment reaches a person, in words."""

from members.fitting import Person
from members.models import Member, Organization, Post
from study.recommending.ranking import Rule


def explain(rule: Rule, *, person: Person) -> str:
    """Return why `rule` reaches `person`: as its editor wrote it, else by the most personal condition it has."""
    return rule.reason or _by_condition(rule, person)


def _by_condition(rule: Rule, person: Person) -> str:
    conditions = rule.conditions
    held = [str(Post(code).label) for code in conditions.posts if code in person.posts]
    if held:
        return f"因为您是{held[0]}"
    if conditions.mobile_only:
        return "因为您是流动党员"
    if conditions.categories:
        return f"因为您是{Member.Category(person.category).label}"
    if conditions.fields:
        return f"因为您所在的是{Organization.Field(person.field).label}党组织"
    if conditions.subtree:
        return f"{rule.subtree_name}请所属党员都学"
    return "全体党员共同学习的内容"

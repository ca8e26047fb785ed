"""An invented tree of organisations: one province down to groups, every field of work once at least."""

from dataclasses import dataclass, field

from members.models import Organization

Kind, Level, Field = Organization.Kind, Organization.Level, Organization.Field


@dataclass(frozen=True)
class Unit:
    """One organisation of the demo, with those below it."""

    name: str
    short: str
    kind: str
    work: str
    level: str = Level.GRASSROOTS
    below: "list[Unit]" = field(default_factory=list)


def _branch(name: str, work: str, groups: int = 0) -> Unit:
    numbers = "一二三四"
    return Unit(
        f"{name}党支部（示例）",
        f"{name}支部",
        Kind.BRANCH,
        work,
        below=[
            Unit(f"{name}第{numbers[i]}党小组（示例）", f"{name}第{numbers[i]}小组", Kind.GROUP, work)
            for i in range(groups)
        ],
    )


_QINGHE = Unit(
    "青禾镇党委（示例）",
    "青禾镇党委",
    Kind.COMMITTEE,
    Field.RURAL,
    Level.TOWNSHIP,
    [
        _branch("稻香村", Field.RURAL, 3),
        _branch("柳河村", Field.RURAL, 2),
        _branch("石桥村", Field.RURAL),
        _branch("青禾镇机关", Field.GOVERNMENT),
        _branch("青禾镇卫生院", Field.INSTITUTION),
    ],
)
_WANGJIANG = Unit(
    "望江街道党工委（示例）",
    "望江街道党工委",
    Kind.COMMITTEE,
    Field.COMMUNITY,
    Level.TOWNSHIP,
    [
        Unit(
            "江畔社区党总支（示例）",
            "江畔社区总支",
            Kind.GENERAL_BRANCH,
            Field.COMMUNITY,
            below=[_branch("江畔社区第一", Field.COMMUNITY, 2), _branch("江畔社区离退休", Field.COMMUNITY)],
        ),
        _branch("槐荫社区", Field.COMMUNITY),
        _branch("望江街道综合服务大厅", Field.SERVICE_WINDOW),
        _branch("明灯社会组织联合", Field.PRIVATE),
    ],
)
_OFFICES = Unit(
    "示例区直属机关工委（示例）",
    "区直机关工委",
    Kind.COMMITTEE,
    Field.GOVERNMENT,
    Level.COUNTY,
    [
        _branch("区发展改革部门机关", Field.GOVERNMENT),
        _branch("区政务服务大厅", Field.SERVICE_WINDOW),
        _branch("区图书馆", Field.INSTITUTION),
    ],
)
_SCHOOLS = Unit(
    "示例区教育系统党委（示例）",
    "区教育党委",
    Kind.COMMITTEE,
    Field.SCHOOL,
    Level.COUNTY,
    [_branch("示例第一中学", Field.SCHOOL, 2), _branch("示例实验小学", Field.SCHOOL)],
)
_FIRMS = Unit(
    "示例水务集团党委（示例）",
    "水务集团党委",
    Kind.COMMITTEE,
    Field.STATE_ENTERPRISE,
    Level.COUNTY,
    [
        _branch("示例水务净水厂", Field.STATE_ENTERPRISE),
        _branch("示例水务管网", Field.STATE_ENTERPRISE),
        _branch("引江复线工程项目", Field.KEY_PROJECT),
    ],
)
_PRIVATE = Unit(
    "示例区非公企业和社会组织工委（示例）",
    "区两新工委",
    Kind.COMMITTEE,
    Field.PRIVATE,
    Level.COUNTY,
    [_branch("示例食品公司", Field.PRIVATE), _branch("示例物流园", Field.PRIVATE)],
)
TREE = Unit(
    "示例省委（示例）",
    "示例省委",
    Kind.COMMITTEE,
    Field.GOVERNMENT,
    Level.PROVINCE,
    [
        Unit(
            "示例市委（示例）",
            "示例市委",
            Kind.COMMITTEE,
            Field.GOVERNMENT,
            Level.CITY,
            [
                Unit(
                    "示例区委（示例）",
                    "示例区委",
                    Kind.COMMITTEE,
                    Field.GOVERNMENT,
                    Level.COUNTY,
                    [_QINGHE, _WANGJIANG, _OFFICES, _SCHOOLS, _FIRMS, _PRIVATE],
                )
            ],
        )
    ],
)


def plant(unit: Unit = TREE, parent: Organization | None = None) -> dict[str, Organization]:
    """Create `unit` and what is below it; return organisations by short name."""
    values = {
        "name": unit.name,
        "short_name": unit.short,
        "kind": unit.kind,
        "level": unit.level,
        "field": unit.work,
    }
    node = parent.add_child(**values) if parent else Organization.add_root(**values)
    planted = {unit.short: node}
    for child in unit.below:
        planted |= plant(child, node)
    return planted

"""Two editions, article by article."""

import pytest

from library.structure import Comparison, compare, comparison_json, int_to_chinese, parse

PURPOSE = "为了规范示例活动，保护当事人的合法权益，制定本条例。"
SCOPE = "在本市行政区域内从事示例活动，适用本条例。"
DUTY = "从事示例活动的单位应当建立台账，记录来源和去向，并保存二年以上。"
CHECK = "主管部门可以进入现场检查，查阅、复制有关的账簿和票据。"
FEES = "检查不得收取费用，所需经费由本级财政预算安排。"
EFFECT = "本条例自2020年1月1日起施行。"


def law(*articles: str) -> str:
    return "示例条例\n" + "\n".join(f"第{int_to_chinese(n)}条　{text}" for n, text in enumerate(articles, 1))


def between(old: str, new: str) -> Comparison:
    return compare(parse(old), parse(new))


def said(comparison: Comparison) -> list[str]:
    return [
        f"{row.change} {'+'.join(n.number for n in row.old)}→{'+'.join(n.number for n in row.new)}"
        for row in comparison.rows
        if row.change != "unchanged"
    ]


def test_it_works() -> None:
    found = between(law(PURPOSE, SCOPE, DUTY, EFFECT), law(PURPOSE, SCOPE, FEES, DUTY, EFFECT))
    assert said(found) == ["inserted →第三条", "moved 第三条→第四条", "moved 第四条→第五条"]
    assert found.summary == "新增 1 条，条序变动 2 条。"


def test_a_reworded_article_is_changed() -> None:
    new = DUTY.replace("二年", "五年").replace("单位", "单位和个人")
    assert said(between(law(PURPOSE, DUTY), law(PURPOSE, new))) == ["changed 第二条→第二条"]


def test_an_article_put_in_other_words_at_its_place_is_changed() -> None:
    new = "从事示例活动的单位应当如实登记台账，台账的式样由市人民政府规定。"
    assert said(between(law(PURPOSE, DUTY, EFFECT), law(PURPOSE, new, EFFECT))) == ["changed 第二条→第二条"]


def test_something_else_at_the_same_place_is_new_and_the_old_gone() -> None:
    other = "夜间不得燃放烟花爆竹，重大节日除外。"
    assert said(between(law(PURPOSE, DUTY, EFFECT), law(PURPOSE, other, EFFECT))) == [
        "deleted 第二条→", "inserted →第二条",
    ]  # fmt: skip


def test_a_deleted_article_stands_where_it_stood() -> None:
    found = between(law(PURPOSE, FEES, DUTY), law(PURPOSE, DUTY))
    assert said(found) == ["deleted 第二条→", "moved 第三条→第二条"]


def test_an_empty_number_is_a_deleted_article() -> None:
    assert said(between(law(PURPOSE, FEES, DUTY), law(PURPOSE, "（删去）", DUTY))) == [
        "deleted 第二条→第二条"
    ]


def test_paragraphs_that_became_articles_are_a_split() -> None:
    found = between(law(PURPOSE, f"{DUTY}\n{CHECK}", EFFECT), law(PURPOSE, DUTY, CHECK, EFFECT))
    assert said(found) == ["split 第二条→第二条+第三条", "moved 第三条→第四条"]


def test_articles_that_became_paragraphs_are_a_merger() -> None:
    found = between(law(PURPOSE, CHECK, FEES, EFFECT), law(PURPOSE, f"{CHECK}\n{FEES}", EFFECT))
    assert said(found) == ["merged 第二条+第三条→第二条", "moved 第四条→第三条"]


def test_a_third_article_beside_a_merger_belongs_to_it() -> None:
    report = "备案审查机构应当每年向常务委员会专项报告开展备案审查工作的情况，由常务委员会会议审议。"
    content = "备案审查工作情况报告的内容一般包括接收备案的情况，开展审查的情况，对规范性文件纠正处理的情况。"
    public = "备案审查工作情况报告根据审议意见修改后，在常务委员会公报或者网站刊载，向社会公布。"
    merged = (
        "备案审查机构应当每年向常务委员会报告备案审查工作，由常务委员会会议审议。\n备案审查工作报告应当包括接收备案、"
        "开展审查、对规范性文件的纠正处理等内容。\n备案审查工作报告应当通过常务委员会公报或者网站，向社会公布。"
    )
    found = between(law(PURPOSE, SCOPE, report, content, public, EFFECT), law(PURPOSE, SCOPE, merged, EFFECT))
    assert said(found)[0] == "merged 第三条+第四条+第五条→第三条"


def test_the_date_of_effect_is_one_article_whatever_it_repeals() -> None:
    new = "本条例自2031年5月4日起施行。1999年颁布的《示例活动管理暂行规定》及其实施细则同时废止。"
    assert said(between(law(PURPOSE, SCOPE, EFFECT), law(PURPOSE, SCOPE, CHECK, FEES, new))) == [
        "inserted →第三条", "inserted →第四条", "changed 第三条→第五条",
    ]  # fmt: skip


def test_a_penalty_is_not_the_duty_it_enforces() -> None:
    old = f"示例条例\n第一章　总则\n第一条　{PURPOSE}\n第二条　{DUTY}\n第三条　{EFFECT}"
    penalty = "违反本条例规定，未建立台账，未记录来源和去向，或者保存不足二年的，处一万元罚款。"
    new = f"{old.replace('第三条', '第四条')}".replace(
        "第四条", f"第二章　法律责任\n第三条　{penalty}\n第四条"
    )
    assert said(between(old, new))[0] == "inserted →第三条"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("下列条件：（一）甲；", "下列条件:(一)甲;"),
        ("二○一九年", "二〇一九年"),
        ("“甲”和‘乙’", "＂甲＂和＇乙＇"),
        ("示例（试行）", "示例(试行)"),
        ("甲 乙　丙", "甲乙丙"),
        ("国发〔2019〕1号", "国发[2019]1号"),
        ("甲——乙", "甲—乙"),
        ("ＡＢＣ１２", "ABC12"),
    ],
)
def test_another_glyph_is_no_amendment(old: str, new: str) -> None:
    found = between(law(PURPOSE, DUTY + old), law(PURPOSE, DUTY + new))
    assert found.counts["unchanged"] == 2
    assert found.summary == "两个版本的条文没有变化。"


def test_one_changed_character_is_an_amendment() -> None:
    assert between(law(DUTY), law(DUTY.replace("账", "帐"))).counts["changed"] == 1


def test_what_stands_outside_articles_is_compared_apart() -> None:
    old = f"示例章程\n总　纲\n甲是先锋队。\n乙是行动指南。\n第一章　总则\n第一条　{DUTY}"
    found = between(old, old.replace("乙是行动指南。", "乙是全部行动的指南和根本遵循。"))
    assert [str(row.change) for row in found.outside] == ["unchanged", "changed"]
    assert found.counts["changed"] == 0
    assert found.summary == "条文以外的序言、附件等有 1 处变化。"


def test_a_text_without_articles_is_compared_by_its_paragraphs() -> None:
    found = between(
        "示例意见\n甲段说明情况。\n乙段提出要求。", "示例意见\n甲段说明情况。\n乙段提出新的要求。"
    )
    assert [found.counts["unchanged"], found.counts["changed"]] == [1, 1]


def test_the_json_names_every_class_and_the_addresses() -> None:
    made = comparison_json(between(law(PURPOSE, DUTY), law(PURPOSE, CHECK, DUTY)))
    assert list(made["counts"]) == ["unchanged", "changed", "moved", "split", "merged", "inserted", "deleted"]
    assert made["rows"][1] == {"class": "inserted", "old": [], "new": ["art_2"], "renumbered": False}


def test_every_article_is_in_one_row() -> None:
    old, new = parse(law(PURPOSE, SCOPE, DUTY, CHECK)), parse(law(CHECK, FEES, PURPOSE, EFFECT, DUTY + FEES))
    rows = compare(old, new).rows
    assert sorted(n.eid for row in rows for n in row.old) == sorted(a.eid for a in old.articles)
    assert sorted(n.eid for row in rows for n in row.new) == sorted(a.eid for a in new.articles)

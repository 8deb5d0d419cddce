"""The kinds of fault, each a line: its name, what it is in both languages, and the function that injects it."""

from __future__ import annotations

from dataclasses import dataclass

from mutation import cells, curated, tokens
from mutation.cells import Inject, token
from mutation.curated import Spoil


@dataclass(frozen=True)
class Fault:
    """A kind of fault of a raw sheet."""

    name: str
    zh: str
    en: str
    inject: Inject


@dataclass(frozen=True)
class TableFault:
    """A kind of fault of a curated table: of ``observations``, or of one that is derived from it."""

    name: str
    zh: str
    en: str
    table: str
    spoil: Spoil


_RATES = ("growth", "change")

FAULTS = (
    Fault("wan_lost", "计数脱“万”", "万 lost from a count", token(tokens.wan_lost)),
    Fault("wan_added", "计数误加“万”", "万 added to a count", token(tokens.wan_added)),
    Fault("yuan_for_wan_yuan", "万元误作元", "万元 taken for 元", token(tokens.yuan_for_wan)),
    Fault("wan_yuan_for_yuan", "元误作万元", "元 taken for 万元", token(tokens.wan_for_yuan)),
    Fault("yi_and_wan", "亿、万相混", "亿 and 万 confused", token(tokens.yi_and_wan)),
    Fault("month_and_year", "月标准与年标准相混", "A month's amount taken for a year's, or back", token(tokens.month_and_year)),
    Fault("digits_transposed", "相邻两位数字颠倒", "Two digits transposed", token(tokens.transposed)),
    Fault("digit_misread", "数字误认（1/7、3/8、0/6）", "A digit misread (1/7, 3/8, 0/6)", token(tokens.misread)),
    Fault("digit_mistyped", "误击邻键", "A digit mistyped by the key beside it", token(tokens.mistyped)),
    Fault("digit_doubled", "数字重复", "A digit doubled", token(tokens.doubled)),
    Fault("last_digit_lost", "末位数字脱落", "The last digit lost", token(tokens.last_digit_lost)),
    Fault("zero_lost", "脱一个零", "A zero lost", token(tokens.zero_lost)),
    Fault("zero_added", "多一个零", "A zero added", token(tokens.zero_added)),
    Fault("point_lost", "脱小数点", "The decimal point lost", token(tokens.point_lost)),
    Fault("point_moved", "小数点移位", "The decimal point moved by one place", token(tokens.point_moved)),
    Fault("rounded_to_wan", "化为以万计的约数", "Rounded to 万 with one decimal", token(tokens.rounded_to_wan)),
    Fault("sign_turned", "升降额或增幅的正负号颠倒", "The sign of a change or growth rate turned", token(tokens.sign_turned, *_RATES)),
    Fault("percent_lost", "脱“%”", "The percent sign lost", token(tokens.percent_lost)),
    Fault("percent_as_fraction", "百分数误作小数（55%作0.55%）", "A percentage as a fraction (55 % as 0.55 %)", token(tokens.percent_as_fraction)),
    Fault("percent_and_permille", "%与‰相混", "Percent and per mille confused", token(tokens.percent_and_permille)),
    Fault("percent_and_points", "%与百分点相混", "Percent and percentage points confused", token(tokens.percent_and_points)),
    Fault("growth_off", "增幅差0.2个百分点", "A growth rate off by 0.2 points", token(tokens.rate_off, "growth")),
    Fault("total_off_by_one", "合计末位差一", "A total off by one in its last digit", cells.total_off_by_one),
    Fault("unit_changed", "误用邻列单位", "The unit of another column", token(tokens.other_unit)),
    Fault("persons_and_households", "户、人相混", "Households and persons confused", token(tokens.persons_and_households)),
    Fault("persons_and_times", "人、人次相混", "Persons and person-times confused", token(tokens.persons_and_times)),
    Fault("bound_dropped", "脱限定词（不低于、余）", "The bound dropped (不低于, 余)", token(tokens.bound_dropped)),
    Fault("year_for_value", "误录年份为数值", "The year entered as the value", cells.year_for_value),
    Fault("last_year_copied", "误录往年数值", "The figure of an earlier year entered again", cells.last_year_copied),
    Fault("previous_copied", "误录同文件所印上期数", "The previous amount of the document entered as the level", cells.previous_copied),
    Fault("neighbours_exchanged", "相邻两行数值互换", "The values of two neighbouring rows exchanged", cells.neighbours_exchanged),
    Fault("neighbour_copied", "误录上一行数值", "The value of the row above entered again", cells.neighbour_copied),
    Fault("urban_and_rural_exchanged", "城乡数值互换", "Urban and rural values exchanged", cells.urban_and_rural_exchanged),
    Fault("residence_flipped", "城乡归错", "Urban entered as rural, or back", cells.residence_flipped),
    Fault("residence_lost", "未录城乡", "The residence left out", cells.residence_lost),
    Fault("tiers_exchanged", "两档数值互换", "The values of two tiers exchanged", cells.tiers_exchanged),
    Fault("tier_wrong", "档次归错", "Another tier of the same division", cells.breakdown_of_its_kind),
    Fault("breakdown_lost", "未录分组", "The breakdown left out", cells.breakdown_lost),
    Fault("indicator_of_neighbour", "误用邻列指标（单位相同）", "The indicator of a neighbouring column of the same unit", cells.indicator_of_neighbour),
    Fault("indicator_alike", "误用同表同单位的指标", "Another indicator of the same table and unit", cells.indicator_alike),
    Fault("place_of_neighbour", "误用邻行地区", "The place of a neighbouring row", cells.place_of_neighbour),
    Fault("place_beside", "误作同级邻近地区", "Another place under the same higher one", cells.place_beside),
    Fault("wrong_year", "年份差一年", "The year off by one", cells.wrong_year),
    Fault("effective_off_by_ten", "执行日期差十年", "The date of effect off by ten years", cells.effective_off_by_ten),
    Fault("due_before_issue", "期限早于成文", "The deadline before the issue", cells.due_before_issue),
    Fault("target_for_actual", "实际数误作目标", "An actual taken for a target", cells.target_for_actual),
    Fault("actual_for_target", "目标误作实际数", "A target taken for an actual", cells.actual_for_target),
    Fault("previous_as_level", "上期误作本期", "A previous value taken for the current one", cells.previous_as_level),
    Fault("level_as_previous", "本期误作上期", "A current value taken for a previous one", cells.level_as_previous),
    Fault("columns_shifted", "各列右移一格", "The cells shifted by one column", cells.columns_shifted),
    Fault("row_doubled", "重复录入一行", "A row entered twice", cells.row_doubled),
    Fault("part_missing", "合计缺一部分", "A part of a total left out", cells.part_missing),
    Fault("part_unlinked", "部分未注所属合计", "A part without its total", cells.part_unlinked),
    Fault("part_of_another", "所属合计错一行", "The number of the total off by one row", cells.part_of_another),
)  # fmt: skip
"""The faults of raw sheets: the row's cells are changed and the document is read again."""

TABLE_FAULTS = (
    TableFault("value_tenfold", "数值与所印不符（十倍）", "A value ten times its token", "observations", curated.value_tenfold),
    TableFault("value_without_ends", "数值改动而上下限未改", "A value changed, its ends left", "observations", curated.value_without_ends),
    TableFault("ends_exchanged", "上下限颠倒", "The ends of a bound exchanged", "observations", curated.ends_exchanged),
    TableFault("rate_unit", "月、年单位代码误用", "The unit code of a month for a year's, or back", "observations", curated.rate_unit),
    TableFault("count_unit", "计数单位代码误用", "The unit code of another count", "observations", curated.count_unit),
    TableFault("bound_forgotten", "限定代码改为等于", "A bound coded as exact", "observations", curated.bound_forgotten),
    TableFault("place_code", "地区代码错一行", "The place code of the next line", "observations", curated.place_code),
    TableFault("unknown_place", "地区代码颠倒成无效码", "A place code with two digits exchanged", "observations", curated.unknown_place),
    TableFault("year_apart", "年份与日期不符", "The year changed, the dates left", "observations", curated.year_apart),
    TableFault("dates_off_by_ten", "各日期差十年", "All dates ten years off", "observations", curated.dates_off_by_ten),
    TableFault("period_backward", "时期起止颠倒", "A period that ends before it begins", "observations", curated.period_backward),
    TableFault("codes_shifted", "代码右移一列", "The codes shifted by one column", "observations", curated.columns_shifted),
    TableFault("total_of_nothing", "所属合计不存在", "A part of a total that is not there", "observations", curated.total_of_nothing),
    TableFault("cell_emptied", "必填格为空", "A cell emptied that is never empty", "observations", curated.cell_emptied),
    TableFault("month_not_converted", "年标准未折合为月", "A year's amount shown as a month's", "subsidy_standards", curated.month_not_converted),
    TableFault("amount_tenfold", "主题表金额为观测之十倍", "An amount ten times what was observed", "subsidy_standards", curated.amount_tenfold),
    TableFault("previous_exchanged", "本期与上期互换", "Amount and previous amount exchanged", "subsidy_standards", curated.previous_exchanged),
    TableFault("standard_residence", "主题表城乡颠倒", "Urban for rural in the table of standards", "subsidy_standards", curated.residence_exchanged),
    TableFault("beds_and_homes_exchanged", "床位与机构数互换", "Beds and homes exchanged", "facility_counts", curated.beds_and_homes_exchanged),
    TableFault("funds_in_wan", "资金以万元计", "Funds in units of ten thousand", "assistance", curated.funds_in_wan),
)  # fmt: skip
"""The faults of curated tables: what is derived from observations is derived again; a derived table stays as it is."""

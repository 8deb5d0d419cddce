"""Every column of the dataset, declared once.

The Arrow schema, `datapackage.json`, the data dictionary, the DuckDB comments and the code book are derived from these
declarations (see the other modules of this package); a column means the same in every table that has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "int32", "float64", "date", "bool"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it says (in both languages), its unit, and what its values may be.

    ``codes`` names the code list that holds the permitted values; ``references`` the table whose key they are;
    ``pattern`` is a regular expression of the whole value.
    """

    name: str
    type: Type
    zh: str
    en: str
    unit: str = ""
    codes: str = ""
    references: str = ""
    pattern: str = ""
    minimum: float | None = None


_SOURCE_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_LOCALITY_ID = r"\d{6}|\d{9}|\d{12}"

# fmt: off
_DECLARED = (
    Column("source_id", "string", "来源文件代码", "Code of the document", pattern=_SOURCE_ID, references="sources"),
    Column("title_zh", "string", "文件题名", "Title of the document in Chinese"),
    Column("title_en", "string", "文件题名（英译）", "Title of the document, translated"),
    Column("issuer", "string", "发文机关", "Office that issued the document"),
    Column("kind", "string", "文件种类", "Kind of document", codes="kinds"),
    Column("document_number", "string", "文号或公开索引号", "Document number or index number of publication"),
    Column("issued", "date", "成文日期", "Day of issue"),
    Column("published", "date", "发布日期", "Day of publication"),
    Column("url", "string", "网址", "Address where the document was found"),
    Column("origin_class", "string", "文本出处类别", "Whether the text is the issuing office's own", codes="origins"),
    Column("script", "string", "字体：Hans 简体，Hant 繁体", "Script: Hans simplified, Hant traditional", pattern="Hans|Hant"),
    Column("text_sha256", "string", "文本的 SHA-256", "SHA-256 of the text file", pattern="[0-9a-f]{64}"),
    Column("evidence", "string", "数字的依据", "What a figure rests on", codes="evidence"),
    Column("excerpt", "string", "所读为全文或节选", "Whether the whole document was read", codes="excerpts"),
    Column("reliability", "string", "出处可靠程度", "Reliability of the place where the text was found", codes="reliabilities"),
    Column("figure_count", "int32", "该文件的数字个数", "Number of figures of the document", minimum=0),
    Column("remark", "string", "关于文件的说明", "Remark on the document"),
    Column(
        "locality_id", "string",
        "地区代码：GB/T 2260 六位，或统计用区划代码（乡级9位、村级12位）",
        "Code of the place: GB/T 2260 (6 digits) or statistical code (township 9, village 12)",
        references="localities", pattern=_LOCALITY_ID,
    ),
    Column("name_zh", "string", "中文名", "Name in Chinese"),
    Column("name_en", "string", "英文名", "Name in English"),
    Column("level", "string", "行政层级", "Administrative level", pattern="province|prefecture|county|township|village"),
    Column("parent_id", "string", "上级地区代码", "Code of the place above", references="localities", pattern=_LOCALITY_ID),
    Column("code_standard", "string", "代码标准：GB/T 2260 或统计用代码", "Standard of the code: GB/T 2260 or statistical"),
    Column("indicator_id", "string", "指标代码", "Code of the indicator", references="indicators", pattern=r"[a-z0-9_]+"),
    Column("theme", "string", "主题", "Theme", codes="themes"),
    Column("direction", "string", "方向：more 越多越好，less 越少越好，neither 无", "Which is better: more, less, or neither", pattern="more|less|neither"),
    Column("summable", "bool", "能否跨地区相加", "Whether it may be summed over localities"),
    Column("definition_zh", "string", "定义", "Definition in Chinese"),
    Column("definition_en", "string", "定义（英文）", "Definition in English"),
    Column("core", "bool", "是否核心指标（列入 coverage）", "Whether it is a core indicator, of which coverage is kept"),
    Column("compare_with", "string", "可与之对照的指标代码（底线、人均、床位等），空格分隔", "Indicators that put it into proportion (floor, per head, beds), separated by spaces"),
    Column("not_comparable_with", "string", "不可与之比较的指标代码，空格分隔", "Indicators it must not be compared with, separated by spaces"),
    Column("why_not", "string", "为何不可比较", "Why it must not be compared with them"),
    Column("unit", "string", "单位代码", "Code of the unit", references="units"),
    Column("code_list", "string", "代码表", "Code list"),
    Column("code", "string", "代码", "Code"),
    Column("unit_id", "string", "单位代码", "Code of the unit"),
    Column("quantity", "string", "量：同一量的单位可以换算", "Kind of quantity; units of one kind convert into each other"),
    Column("factor", "string", "换算系数：一个单位等于多少基准单位", "How many base units of its quantity one unit is"),
    Column("observation_id", "string", "观测代码：来源代码:序号", "Code of the observation: source_id:figure_no", references="observations"),
    Column("figure_no", "int32", "数字在该文件中的序号", "Number of the figure within its document", minimum=1),
    Column("locator", "string", "在文件中的位置（章节、条、表行）", "Place within the document: section, item, table row"),
    Column("char_start", "int32", "起始位置（Unicode 码位，从0计）", "First character in the text (Unicode code points, from 0)", minimum=0),
    Column("char_end", "int32", "结束位置（不含）", "Character behind the last one", minimum=1),
    Column("printed", "string", "原文所印（空白略去）", "The token as printed, white space dropped"),
    Column("read_as", "string", "据以读数的写法（原文残缺或单位分离时）", "How the token is read where it is damaged or its unit stands apart"),
    Column("reason", "string", "改读的理由", "Why it is read so", codes="reasons"),
    Column("verbal", "bool", "是否以文字表示的总量（全覆盖、全部）", "Whether the total is stated in words"),
    Column("place_printed", "string", "原文所印地名", "Place name as printed"),
    Column("period_printed", "string", "原文所印时期；依上下文补者为 ISO 日期", "Period as printed; an ISO date where it follows from the context"),
    Column("effective_printed", "string", "原文所印执行时间", "Date of effect as printed"),
    Column("due_printed", "string", "原文所印期限", "Deadline as printed"),
    Column("residence", "string", "城乡", "Residence: urban, rural, or total", codes="residences"),
    Column("breakdown", "string", "分组", "Breakdown", codes="breakdowns"),
    Column("area", "string", "所指部分（空为全境）", "The part of the place that is meant; null is the whole", codes="areas"),
    Column("measure", "string", "数值性质", "What the number claims to be", codes="measures"),
    Column("value", "float64", "数值（基本单位；区间为空）", "Value in units of `unit`; null for a range"),
    Column("lower", "float64", "下限（空为无下限）", "Lower end of what the figure leaves open; null is unbounded"),
    Column("upper", "float64", "上限（空为无上限）", "Upper end of what the figure leaves open; null is unbounded"),
    Column("bound", "string", "限定", "How the printed number bounds the value", codes="bounds"),
    Column("precision", "float64", "末位数字的大小，单位见 unit；0 为印到个位的计数或金额", "Size of the last printed digit in units of `unit`; 0 for a count or an amount printed to the unit", minimum=0),
    Column("year", "int32", "年份", "Year: of the deadline for a target, of effect for a standard, else of the period", minimum=1949),
    Column("period_start", "date", "时期起", "First day of the period described"),
    Column("period_end", "date", "时期止", "Last day of the period described"),
    Column("effective_from", "date", "执行日期", "Day from which it is in force"),
    Column("due", "date", "期限", "Deadline"),
    Column("status", "string", "数据状态", "How the value came about", codes="statuses"),
    Column("subject_zh", "string", "对象说明", "What or who is counted, in short standard terms"),
    Column("part_of", "string", "所属合计的观测代码", "Observation that states the total of which this is a part", references="observations"),
    Column("subset_of", "string", "“其中”所属数字的观测代码（其余部分未印出）", "Observation of which this is a part beside others that are not printed", references="observations"),
    Column("note", "string", "备注", "Note"),
    Column("programme", "string", "项目", "Programme", codes="topics"),
    Column("tier", "string", "档次（分组）", "Tier: a breakdown", codes="breakdowns"),
    Column("amount", "float64", "标准金额，单位见 unit", "Amount in units of `unit`"),
    Column("cny_per_person_month", "float64", "折合每人每月金额", "Amount per person and month", unit="CNY/person/month"),
    Column("cny_per_person_month_status", "string", "折合状态", "Whether the monthly amount was converted", codes="statuses"),
    Column("previous_amount", "float64", "上期金额，单位见 previous_unit", "Amount of the period before, in units of `previous_unit`"),
    Column("previous_unit", "string", "上期金额单位", "Unit of the previous amount", references="units"),
    Column("previous_cny_per_person_month", "float64", "上期折合每人每月金额", "Previous amount per person and month", unit="CNY/person/month"),
    Column("printed_growth_percent", "float64", "所印增幅", "Growth rate as printed", unit="percent"),
    Column("computed_growth_percent", "float64", "由两期金额计算的增幅", "Growth rate computed from the two amounts", unit="percent"),
    Column("previous_observation_id", "string", "上期观测代码", "Observation of the previous amount", references="observations"),
    Column("growth_observation_id", "string", "增幅观测代码", "Observation of the printed growth", references="observations"),
    Column("set_by", "string", "制定者：发文地区代码", "Place whose office set the standard", references="localities", pattern=_LOCALITY_ID),
    Column("set_kind", "string", "own 自定，floor 最低标准，guidance 指导标准，average 平均标准", "Own standard, floor, guidance or average", pattern="own|floor|guidance|average"),
    Column("corroborations", "int32", "印出同一数值的其他文件数", "Number of other documents that print the same value", minimum=0),
    Column("facility_type", "string", "设施种类", "Type of facility", codes="topics"),
    Column("count", "float64", "数量", "Number counted; null where only beds are stated"),
    Column("beds", "float64", "床位数", "Number of beds", unit="beds"),
    Column("ownership", "string", "所有制（仅按所有制分组者）", "Ownership, where the breakdown is by ownership", codes="breakdowns"),
    Column("stage", "string", "built 已建，under_construction 在建，planned 计划", "Whether it is built, under construction or planned", pattern="built|under_construction|planned"),
    Column("beds_observation_id", "string", "床位观测代码", "Observation of the beds", references="observations"),
    Column("remediation_kind", "string", "整治对象", "What is remediated", codes="topics"),
    Column("amount_cny", "float64", "资金", "Amount disbursed", unit="CNY"),
    Column("amount_lower", "float64", "资金下限", "Lower end of the amount", unit="CNY"),
    Column("amount_upper", "float64", "资金上限", "Upper end of the amount", unit="CNY"),
    Column("persons", "float64", "人数或人次，单位见 persons_unit", "Persons or person-times reached, in units of `persons_unit`"),
    Column("persons_lower", "float64", "人数下限", "Lower end of the number of persons"),
    Column("persons_upper", "float64", "人数上限", "Upper end of the number of persons"),
    Column("persons_unit", "string", "人数单位", "Unit of the number of persons", references="units"),
    Column("amount_observation_id", "string", "资金观测代码", "Observation of the amount", references="observations"),
    Column("persons_observation_id", "string", "人数观测代码", "Observation of the persons", references="observations"),
    Column("finding_id", "string", "发现代码", "Code of the finding"),
    Column("finding_kind", "string", "关系种类", "Kind of relation", codes="finding_kinds"),
    Column("rule", "string", "所违反的业务规则", "Domain rule that is broken", codes="rules"),
    Column("suggestion_zh", "string", "处理建议：何种改读使之成立，或本关系支持何种改读", "Suggestion in Chinese: what would make it hold, or which reading it supports"),
    Column("suggestion_en", "string", "处理建议（英文）", "Suggestion in English"),
    Column("verdict", "string", "判定", "Verdict", codes="verdicts"),
    Column("severity", "string", "warn 需留意，info 供参考", "warn: to be looked at; info: for information", pattern="warn|info"),
    Column("arithmetic_zh", "string", "算式（中文）", "The arithmetic in Chinese"),
    Column("arithmetic_en", "string", "算式（英文）", "The arithmetic in English"),
    Column("observation_ids", "string", "涉及的观测代码，空格分隔", "Observations involved, separated by spaces"),
    Column("source_ids", "string", "涉及的文件代码，空格分隔", "Documents involved, separated by spaces"),
    Column("coverage", "string", "覆盖状态", "State of coverage", codes="coverages"),
)
# fmt: on

COLUMNS: dict[str, Column] = {column.name: column for column in _DECLARED}

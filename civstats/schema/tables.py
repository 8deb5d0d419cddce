"""The tables of the dataset: which columns each has, its key, and which columns are never empty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from civstats.schema.columns import COLUMNS, Column

SCHEMA_VERSION = "1.2"
"""Version of the tables' structure: a reader opens any minor version of its own major one."""

_SERIES = ("locality_id", "indicator_id", "year")


@dataclass(frozen=True)
class Table:
    """A table: one row per ``row_zh``/``row_en``; ``key`` identifies a row; ``optional`` columns may be null.

    ``columns`` and ``optional`` are names of declared columns, separated by white space.
    """

    name: str
    zh: str
    en: str
    columns: str
    key: tuple[str, ...]
    optional: str = ""

    @cached_property
    def fields(self) -> tuple[Column, ...]:
        """The declared columns in the order of the table."""
        return tuple(COLUMNS[name] for name in self.columns.split())

    @property
    def order(self) -> tuple[str, ...]:
        """The columns by which the rows are sorted.

        A series (place, indicator) stands together, so that a reader from afar fetches few row groups for it; within
        it the years follow each other.
        """
        series = _SERIES if set(_SERIES) <= set(self.columns.split()) else ()
        identity = ("source_id", "figure_no") if self.name == "observations" else self.key
        return tuple(dict.fromkeys((*series, *identity)))

    @cached_property
    def nullable(self) -> frozenset[str]:
        return frozenset(self.optional.split())

    def references(self, column: Column) -> str:
        """The table that ``column`` refers to from here; empty for none and for this table's own key."""
        own_key = column.references == self.name and self.key == (column.name,)
        return "" if own_key else column.references


_DECLARED = (
    Table(
        "sources",
        "来源文件，一行一份",
        "Documents, one row each",
        """source_id title_zh title_en issuer locality_id kind document_number issued published
        effective_from period_start period_end url origin_class licence script evidence excerpt reliability text_sha256
        figure_count remark""",
        ("source_id",),
        "title_en issuer document_number issued published effective_from url text_sha256 remark",
    ),
    Table(
        "localities",
        "地区：全部省、地、县，以及有观测的乡、村",
        "Places: every province, prefecture and county, and the townships and villages that have observations",
        "locality_id name_zh name_en level parent_id code_standard",
        ("locality_id",),
        "parent_id",
    ),
    Table(
        "indicators",
        "指标，一行一个",
        "Indicators, one row each",
        """indicator_id name_zh name_en theme unit direction summable core definition_zh definition_en
        compare_with not_comparable_with why_not""",
        ("indicator_id",),
        "compare_with not_comparable_with why_not",
    ),
    Table("units", "单位，一行一个", "Units, one row each", "unit_id name_zh name_en quantity factor", ("unit_id",)),
    Table(
        "codes",
        "代码表：其余各列的代码与名称",
        "Code lists: the codes of the other columns with their names",
        "code_list code name_zh name_en",
        ("code_list", "code"),
    ),
    Table(
        "wordings",
        "用语：文件怎样称呼一项指标，一行一个说法",
        "Wordings: what documents call an indicator, one row each",
        "wording indicator_id residence breakdown measure set_kind",
        ("wording",),
        "set_kind",
    ),
    Table(
        "observations",
        "观测，一行一个数字：数据集的底本",
        "Figures, one row each: what all other tables derive from",
        """observation_id source_id figure_no locator char_start char_end printed read_as reason verbal
        locality_id area indicator_id residence breakdown measure value lower upper bound precision unit year
        period_start period_end effective_from due status subject_zh part_of subset_of place_printed
        period_printed effective_printed due_printed evidence corroborations note""",
        ("observation_id",),
        """area char_start char_end read_as reason value lower upper period_start period_end effective_from due
        subject_zh part_of subset_of place_printed period_printed effective_printed due_printed note""",
    ),
    Table(
        "subsidy_standards",
        "补助标准，一行一项标准或其计划",
        "Subsidy standards, one row a standard or its target",
        """observation_id source_id locality_id area programme indicator_id set_by set_kind residence tier year
        measure amount unit bound lower upper cny_per_person_month cny_per_person_month_status
        previous_amount previous_unit previous_cny_per_person_month printed_growth_percent
        computed_growth_percent effective_from due previous_observation_id growth_observation_id""",
        ("observation_id",),
        """area amount lower upper cny_per_person_month previous_amount previous_unit
        previous_cny_per_person_month printed_growth_percent computed_growth_percent effective_from
        due previous_observation_id growth_observation_id""",
    ),
    Table(
        "facility_counts",
        "设施数量，一行一个数",
        "Facilities, one row a count",
        """observation_id source_id locality_id area facility_type residence breakdown year period_end measure
        count bound lower upper unit beds ownership stage due subject_zh part_of beds_observation_id""",
        ("observation_id",),
        "period_end area count lower upper beds ownership due subject_zh part_of beds_observation_id",
    ),
    Table(
        "remediation",
        "殡葬整治，一行一个数",
        "Remediation of graves, burial sites and cemeteries, one row a figure",
        """observation_id source_id locality_id area remediation_kind indicator_id residence breakdown year
        period_end measure value bound lower upper unit due subject_zh part_of""",
        ("observation_id",),
        "period_end area value lower upper due subject_zh part_of",
    ),
    Table(
        "assistance",
        "资金发放与受益人数，一行一个项目",
        "Disbursements and beneficiaries, one row a programme",
        """observation_id source_id locality_id area programme residence breakdown year measure period_start
        period_end amount_cny amount_lower amount_upper persons persons_lower persons_upper
        persons_unit amount_observation_id persons_observation_id""",
        ("observation_id",),
        """area period_start period_end amount_cny amount_lower amount_upper persons persons_lower
        persons_upper persons_unit amount_observation_id persons_observation_id""",
    ),
    Table(
        "findings",
        "发现：文件之间、文件之内的核对",
        "Findings: what the documents say of each other and of themselves, checked",
        """finding_id finding_kind rule verdict severity locality_id indicator_id year arithmetic_zh arithmetic_en
        suggestion_zh suggestion_en observation_ids source_ids""",
        ("finding_id",),
        "rule suggestion_zh suggestion_en",
    ),
    Table(
        "growth",
        "增长：同一系列相邻两年的数值及其增减，一行一对",
        "Growth: the levels of one series in two consecutive years and what lies between them, one row a pair",
        """observation_id previous_observation_id locality_id area indicator_id residence breakdown subject_zh set_kind
        level_rule part_of_year previous_year year unit previous_value previous_lower previous_upper value lower upper
        change change_lower change_upper change_unit computed_growth_percent computed_growth_lower
        computed_growth_upper no_percent printed_growth_percent growth_observation_id growth_verdict printed_change
        change_observation_id change_verdict previous_level_state level_state previous_effective_from effective_from
        previous_observation_ids observation_ids previous_source_ids source_ids""",
        ("observation_id",),
        """area subject_zh set_kind level_rule previous_value previous_lower previous_upper value lower upper change
        change_lower change_upper computed_growth_percent computed_growth_lower computed_growth_upper no_percent
        printed_growth_percent growth_observation_id growth_verdict printed_change change_observation_id
        change_verdict previous_effective_from effective_from""",
    ),
    Table(
        "targets",
        "目标及其结果，一行一个目标",
        "Targets and what answers them, one row a target",
        """observation_id source_id locality_id area indicator_id residence breakdown subject_zh measure printed issued
        period_start due deadline strength goal unit goal_lower goal_upper base_observation_id base_date base_lower
        base_upper actual_observation_ids actual_source_ids actual_start actual_date actual_lower actual_upper
        actual_state progress_observation_ids progress_source_ids progress_start progress_date progress_lower
        progress_upper as_of attainment attainment_reason difference_lower difference_upper completion_lower
        completion_upper time_gone way_gone_lower way_gone_upper pace_lower pace_upper pace_grade ratio_lower
        ratio_upper ratio_grade projection_lower projection_upper projection_grade method_version
        parent_observation_id share_of_parent_of share_of_parent_lower share_of_parent_upper""",
        ("observation_id",),
        """area subject_zh issued period_start due goal_lower goal_upper base_observation_id base_date base_lower
        base_upper actual_observation_ids actual_source_ids actual_start actual_date actual_lower actual_upper
        actual_state progress_observation_ids progress_source_ids progress_start progress_date progress_lower
        progress_upper as_of attainment_reason difference_lower difference_upper completion_lower completion_upper
        time_gone way_gone_lower way_gone_upper pace_lower pace_upper pace_grade ratio_lower ratio_upper ratio_grade
        projection_lower projection_upper projection_grade parent_observation_id share_of_parent_of
        share_of_parent_lower share_of_parent_upper""",
    ),
    Table(
        "coverage",
        "覆盖：核心指标在各地各年是否公布",
        "Coverage: whether a core indicator was published for a place and year",
        "locality_id indicator_id year coverage figure_count",
        ("locality_id", "indicator_id", "year"),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}

"""Reports made by hand, which the tests write down: a plain one, and one whose words try to do harm."""

from __future__ import annotations

from civstats.analysis.claims import Claim
from civstats.catalogue import Lang
from civstats.report.model import (
    Cell,
    Check,
    Checks,
    Column,
    Drawing,
    Figure,
    KeyFigure,
    Point,
    Prose,
    Report,
    Row,
    Section,
    Table,
    Text,
)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="440pt" height="80pt" viewBox="0 0 440 80">'
    b'<rect x="90" y="20" width="300" height="18" fill="#12436D"/></svg>'
)
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    '#{panic("x")} $x$ *b* _i_ `c` \\ <lab> @ref // c /* d */ [e]',
    "{{ 7*7 }} {% raw %}",
    "\u202eabc\u202c مرحبا שלום",
    "emoji \U0001f600 and \U00020089 rare",
    "long" * 120,
    "长地名" * 80,
    "\x07bell\x0b &amp; &lt; \" '",
)
"""Texts as they could stand in a title, a note or a printed token."""


def sample(words: str = "农村低保标准", printed: str = "7800元/人·年") -> Report:
    """A report with every kind of block; ``words`` stand where a document's text can, ``printed`` as a token."""
    said = Text.same(words)
    table = Table(
        "table-standards",
        Text(f"乌审旗补贴标准 {words}", f"Standards of Wushen Banner {words}"),
        (
            Column("item", Text("项目", "Item")),
            Column("code", Text("代码", "Code"), "code"),
            Column("value", Text("标准（元/人·月）", "Standard (yuan per person and month)"), "number"),
            Column("since", Text("执行日期", "In force from"), "day"),
            Column("refs", Text("依据", "Evidence")),
        ),
        (
            Row(
                (
                    Cell(Text("农村低保", "Rural dibao")),
                    Cell(Text.same("010203")),
                    Cell(Text.same("650"), 650.0),
                    Cell(Text.same("2022-01-01")),
                    Cell(Text.same(""), refs=("wushen:1", "wushen:2")),
                )
            ),
            Row(
                (
                    Cell(said),
                    Cell(Text.same("150626")),
                    Cell(Text.same("≥735")),
                    Cell(Text("未公布", "not published")),
                    Cell(Text.same(""), refs=("wushen:2",)),
                )
            ),
        ),
        notes=(Text(f"注释 {words}", f"A note {words}"),),
    )
    evidence = Table(
        "evidence",
        Text("依据：每个数印在哪里", "Evidence: where each figure is printed"),
        (
            Column("number", Text("序号", "No."), "number"),
            Column("printed", Text("印作", "Printed")),
            Column("place", Text("位置", "Place in the document")),
            Column("document", Text("文件", "Document")),
        ),
        tuple(
            Row(
                (
                    Cell(Text.same(str(number)), float(number)),
                    Cell(Text.same(printed)),
                    Cell(Text("表1第2行，字符10—18", "table 1, row 2, characters 10–18")),
                    Cell(said, link="https://example.org/a?b=1&c=2"),
                ),
                anchor=f"e{number}",
            )
            for number in (1, 2)
        ),
    )

    def draw(lang: Lang) -> Drawing:
        return Drawing(
            Text(f"650元 {words}", f"650 yuan {words}").said(lang),
            Text("2022年（元/人·月）", "2022, yuan per person and month").said(lang),
            Text("条形图：乌审旗农村低保标准650元/人·月，2022年，共1个地区，全部有数值，没有缺失的地区，也没有不可比的地区。",
                 "Bar chart: the rural dibao standard of Wushen Banner is 650 yuan in 2022.").said(lang),
            SVG,
            source=Text("资料来源：乌审旗民政局《总结》", "Source: Wushen Civil Affairs Bureau").said(lang),
        )  # fmt: skip

    empty = Table("table-none", Text("没有行的表", "A table without rows"), table.columns, (), empty=Text("无", "None"))
    behind = Table("table-figure", Text("图后的表", "The table behind"), table.columns, table.rows)
    return Report(
        name="place-150626",
        kind="profile",
        title=Text(f"乌审旗 {words}", f"Wushen Banner {words}"),
        subtitle=Text("民政数据画像", "Civil-affairs profile"),
        edition=(
            (Text("版本", "Edition"), Text.same("0.1.0")),
            (Text("数据截止", "Data until"), Text.same("2024-01-01")),
        ),
        keys=(
            KeyFigure(
                Text("农村低保标准", "Rural dibao standard"),
                Text.same("650"),
                Text("元/人·月", "yuan per person and month"),
                Text("2022年，2022-01-01起执行", "2022, in force from 2022-01-01"),
                state=Text("〔由7800元/人·年换算〕", "[from 7800元/人·年]"),
                change=Text("比2021年上升50元（8.33%）", "up 50 yuan on 2021 (8.33%)"),
                rank=Text("6个可比县区中第2—3位", "2nd to 3rd of 6 comparable counties"),
                refs=("wushen:1",),
            ),
            KeyFigure(said, Text.same("≥735"), Text("人", "persons"), Text("2022年", "2022"), refs=("wushen:2",)),
        ),
        points=(Point(Claim(f"6个县区中第3位 {words}", f"third of 6 counties {words}", "select true"), "figure-1"),),
        front=(Prose((Text(f"目标：{words}", f"Targets: {words}"),), ("wushen:2",)),),
        missing=Text("缺4项，见数据可得性", "4 missing, see availability"),
        sections=(
            Section(
                "standards",
                Text("补贴标准", "Standards"),
                (
                    Figure(
                        "figure-1",
                        draw,
                        Text("元/人·月", "yuan per person and month"),
                        behind,
                        (Text("附注", "A note"),),
                    ),
                    table,
                    empty,
                ),
            ),
            Section(
                "comparability",
                Text("能不能比", "Can this be compared?"),
                (
                    Checks(
                        Text("五问", "Five questions"),
                        (
                            Check(Text("层级相同？", "Same level?"), True, Text("6个县区", "6 counties")),
                            Check(Text("口径相同？", "Same definition?"), False, said),
                            Check(Text("期间相同？", "Same period?"), None, Text("没有", "none")),
                        ),
                    ),
                ),
            ),
            Section("evidence-section", Text("依据", "Evidence"), (evidence,)),
        ),
        data=Table("data", Text("数据", "Data"), table.columns, table.rows),
        refs=("wushen:1", "wushen:2"),
    )

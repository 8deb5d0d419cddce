# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 目标完成了吗
#
# *English: targets and what answers them. Met, not met, cannot tell, or not yet due; a figure of November does not answer a target of December, and a figure of the city does not answer a target of the county.*
#
# 计划和任务清单里写着目标，总结和通报里写着结果。本篇把两头接起来，接不上的就说接不上。

# %%
import civstats
from civstats import plot
from civstats.display import show

ds = civstats.open()
sources = ds.table("sources")

# %% [markdown]
# ## 乌审旗2022年：四项标准都到位
#
# 2022年的计划定下四项标准：城市低保每月900元，农村低保每年7800元（折合每月650元），城市特困每月1700元，农村特困每年11700元（折合每月975元）。旗里后来自己的通报印出了同样的标准，四项都已达标。

# %%
wushen = ds.targets("乌审旗")
standards = wushen[
    wushen["indicator_id"].isin(["dibao_standard", "tekun_standard"]) & (wushen["source_id"] == "wushen-2022-plan")
]

assert sorted(standards["goal_lower"]) == [650, 900, 975, 1700]
assert {"7800元/人·年", "11700元/人·年"} < set(standards["printed"])
assert (standards["deadline"].dt.year == 2022).all()
assert standards["attainment"].tolist() == ["met"] * 4
assert set(standards["actual_source_ids"]) == {"wushen-2022-report"}

plot.attainment(standards, sources=sources)

# %% [markdown]
# 同一份计划的其余目标，例如护理型床位占比不低于55%，在已收的文件里找不到结果，判定是“无法判断”，不是“未达标”。

# %%
others = wushen[(wushen["source_id"] == "wushen-2022-plan") & ~wushen.index.isin(standards.index)]

assert set(others["attainment"]) == {"cannot_tell"}
assert others.set_index("indicator_id").loc["nursing_bed_share", "goal_lower"] == 55

show(others.head(8), "thing printed deadline attainment attainment_reason")

# %% [markdown]
# ## 2023年的任务，分到各苏木镇
#
# 2023年任务清单要求年内整治公路铁路沿线的违建墓地1226个，分给六个苏木镇，加起来正好是1226个；最多的是图克镇，540个。

# %%
graves = ds.targets("乌审旗", "illegal_graves_remediated")
whole = graves[graves["locality_id"] == "150626"].iloc[0]
towns = graves[graves["locality_id"] != "150626"].sort_values("goal_lower", ascending=False)

assert (whole["goal_lower"], whole["deadline"].year) == (1226, 2023)
assert (len(towns), towns["goal_lower"].sum()) == (6, 1226)
assert towns.iloc[0][["locality_id", "goal_lower"]].tolist() == ["150626102", 540]

show(towns, "place goal deadline attainment attainment_reason")

# %% [markdown]
# 完成了没有？旗里没有印出结果。鄂尔多斯市的总结印了全市的整治数，乌审旗的1226个相当于它的42.67%。这个比例只作对照：市里的数说的是全市，不能替旗里回答。

# %%
assert (graves["attainment"] == "cannot_tell").all()
assert round(whole["share_of_parent_lower"], 2) == 42.67
assert whole["goal_lower"] == 1226

show(graves[graves["locality_id"] == "150626"], "place thing goal attainment attainment_reason share_of_parent")

# %% [markdown]
# ## 宣城市2022年：十一月的进度，十二月的目标
#
# 宣城市印了各县市区2022年的特困供养目标人数，也印了截至11月底的人数。宣州区目标4133人，实际4097人；广德市目标2451人，实际2709人。
#
# 期限在年底，所印的是11月底，所以一律“无法判断”，人数只作进度列出。供养人数多于或少于目标，也谈不上好坏：这个指标没有方向。

# %%
xuancheng = ds.targets("宣城市", "tekun_beneficiaries")
known = xuancheng.set_index("locality_id")[["goal_lower", "progress_lower"]]

assert known.loc["341802"].tolist() == [4133, 4097]
assert known.loc["341882"].tolist() == [2451, 2709]
assert set(xuancheng["progress_date"].dt.strftime("%Y年%m月")) == {"2022年11月"}
assert set(xuancheng["attainment_reason"]) == {"part_year_only"}
assert ds.rows("select direction from indicators where indicator_id = 'tekun_beneficiaries'") == [("neither",)]

plot.attainment(xuancheng, sources=sources)

# %%
show(xuancheng, "place goal progress progress_date deadline attainment attainment_reason")

# %% [markdown]
# ## 判定的规则
#
# - 结果必须与目标同地、同指标、同分组、同口径；计划、开工、建成、验收各不相代；
# - 期限以前的数是进度；没有结果就是“无法判断”，并写明缘由；
# - `as_of` 可以回到任何一天：那天之后才发的文件一概不算。

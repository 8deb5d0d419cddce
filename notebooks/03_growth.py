# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 同比增长：算出的与印出的
#
# *English: year-on-year growth as computed from two levels, beside the rate that the document prints. One document cuts its rates off instead of rounding them; a check that only rounds would cry wolf.*
#
# 问题：标准涨了多少？文件所印的增幅与两年金额对得上吗？

# %%
import civstats
from civstats import plot
from civstats.display import show

ds = civstats.open()
sources = ds.table("sources")

# %% [markdown]
# ## 鄂尔多斯市，2022年到2023年
#
# 四项标准每人每月分别提高50元、70元、100元和125元。

# %%
growth = ds.growth("鄂尔多斯市")
ordos = growth[growth["locality_id"] == "150600"]

assert sorted(ordos["change"]) == [50, 70, 100, 125]
assert set(ordos["previous_year"]) == {2022}
assert set(ordos["year"]) == {2023}

plot.change(ordos, sources=sources)

# %% [markdown]
# ## 5.56%，印成5.5%
#
# 城市低保从900元提到950元，增幅是5.56%，文件印作5.5%；四舍五入应为5.6%。其余各项也是如此：10.77%印作10.7%，5.88%印作5.8%，12.82%印作12.8%。原来这份文件的增幅一律截尾，不四舍五入。
#
# 只按四舍五入去核对，四项里会误报三项。本库依次尝试各种读法，并记下成立的是哪一种：“截尾后成立”。

# %%
printed = ordos.set_index(["indicator_id", "residence"])[["computed_growth_percent", "printed_growth_percent"]].round(2)

assert printed.loc["dibao_standard", "urban"].tolist() == [5.56, 5.5]
assert printed.loc["dibao_standard", "rural"].tolist() == [10.77, 10.7]
assert printed.loc["tekun_standard", "urban"].tolist() == [5.88, 5.8]
assert printed.loc["tekun_standard", "rural"].tolist() == [12.82, 12.8]
assert round((950 - 900) / 900 * 100, 1) == 5.6
assert (ordos["growth_verdict"] == "holds_truncated").sum() == 3

show(ordos, "thing previous value change growth printed_growth_percent growth_verdict")

# %% [markdown]
# ## 别的文件呢
#
# 数据集中另有一些文件同时印出两年金额和增幅。只有截尾才对得上的，全部出自鄂尔多斯这一份；真正对不上的有2项，都在富民县的一份报告里：农村低保由5520元提到6038元，是9.38%，印的是8.58%——像是拿本期数当了分母（下表折合为每月）。

# %%
every = ds.growth()
truncated = every[every["growth_verdict"] == "holds_truncated"]
wrong = every[every["growth_verdict"] == "conflict"]
finding = ds.findings("富民县", kind="printed_growth", verdict="conflict").iloc[0]

assert set(truncated["locality_id"]) == {"150600"}
assert (len(wrong), set(wrong["locality_id"])) == (2, {"530124"})
assert all(number in finding["arithmetic_zh"] for number in ("5520元", "6038元", "9.38", "8.58%"))
assert round((6038 - 5520) / 5520 * 100, 2) == 9.38

show(wrong, "place thing year previous value growth printed_growth_percent growth_verdict")

# %% [markdown]
# ## 多年的变化
#
# 重庆市2022年到2025年，农村低保由581元到630元，三年增长8.43%；城市由717元到770元，增长7.39%。

# %%
three_years = ds.growth("重庆市", "dibao_standard", span=3).set_index("residence")
facts = three_years[["previous_value", "value", "computed_growth_percent"]].round(2)

assert facts.loc["rural"].tolist() == [581, 630, 8.43]
assert facts.loc["urban"].tolist() == [717, 770, 7.39]
assert set(three_years["previous_year"]) == {2022}
assert set(three_years["year"]) == {2025}

plot.growth(ds.growth("重庆市", "dibao_standard"), sources=sources)

# %% [markdown]
# ## 读这些数时要记得
#
# - 都是名义增长，未扣除物价；
# - 一年的标准指年末执行的标准；年中调整的，可用 `rule="day_weighted"` 按执行天数平均；
# - 执行标准、平均标准、底线各成系列，互不相接；
# - 占比只说升降几个百分点，不说百分之几。

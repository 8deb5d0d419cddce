# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 城乡低保差多少：一项小研究
#
# *English: how far apart are the urban and the rural dibao standard? A small study from question to result, with what the data cannot say: a few dozen places that publish both figures are no sample of China.*
#
# ## 问题
#
# 城市低保标准是农村的几倍？差距在缩小吗？哪些地方已经城乡同标？

# %%
import pandas as pd

import civstats
from civstats import plot
from civstats.display import show

ds = civstats.open()
sources = ds.table("sources")

# %% [markdown]
# ## 能用的数
#
# 只比同一地方、同一年份、同一口径的两个数，而且两数须出自同一文件，或同日执行；按年公布的除以12。以数据较多的2022年为例，本数据集中有19个地市印出低保标准：13个城乡两数俱全，5个只印一个不分城乡的数，1个只印农村数。全国地级行政区有333个。

# %%
gap = ds.urban_rural("dibao_standard", 2022, level="prefecture")
pairs = gap[gap["ratio"].notna()]
same = gap[gap["state"] == "not_applicable"]
[(prefectures,)] = ds.rows("select count(*) from localities where level = 'prefecture'")

assert (gap["year"] == 2022).all()
assert (len(gap), len(pairs), len(same)) == (19, 13, 5)
assert (gap["state"] == "not_comparable").sum() == 1
assert prefectures == 333
assert pairs["reason_zh"].str.contains("元/人·年换算").any()
assert 12 * 650 == 7800

# %% [markdown]
# ## 2022年：各地的倍数
#
# 13个地市里，永州市最高，城市标准是农村的1.57倍；海口市城乡相等，为1倍；中位数1.38倍。

# %%
ranked = pairs.sort_values("ratio")

assert len(ranked) == 13
assert (ranked.iloc[-1]["place_zh"], round(ranked["ratio"].max(), 2)) == ("永州市", 1.57)
assert (ranked.iloc[0]["place_zh"], ranked["ratio"].min()) == ("海口市", 1)
assert round(ranked["ratio"].median(), 2) == 1.38
assert set(ranked["year"]) == {2022}

ratios = gap.assign(value=gap["ratio"], lower=gap["ratio_lower"], upper=gap["ratio_upper"], bound="eq", unit="multiple")
plot.compare(ratios, headline="2022年，永州市城市低保标准约为农村的1.57倍，海口市城乡相等", sources=sources)

# %% [markdown]
# ## 城乡同标的地方
#
# 差距也可以一次抹平：只公布一个标准，城乡居民同样适用。2022年这样的地市有5个，另有北京市、上海市2个直辖市。它们不在上面的倍数里，把它们漏掉，会高估差距。

# %%
provinces = ds.urban_rural("dibao_standard", 2022, level="province")
one_standard = provinces[provinces["state"] == "not_applicable"]

assert len(same) == 5
assert sorted(one_standard["place_zh"]) == ["上海市", "北京市"]
assert len(one_standard) == 2
assert (one_standard["year"] == 2022).all()

show(pd.concat([one_standard, same]), "place reason")

# %% [markdown]
# ## 差距在缩小吗
#
# 两年都有数的地市才能比变化。2022年、2023年都有城乡两数的有7个，6个的倍数下降，1个上升：海口市由1倍升到1.08倍，城市标准提得更多。降得最多的是安康市，由1.52倍到1.44倍。

# %%
both = ds.urban_rural("dibao_standard", [2022, 2023], level="prefecture")
change = both.pivot(index="place_zh", columns="year", values="ratio").dropna()
fallen = change[2023] - change[2022]

assert change.columns.tolist() == [2022, 2023]
assert (len(change), (fallen < 0).sum(), (fallen > 0).sum()) == (7, 6, 1)
assert change.loc["海口市"].round(2).tolist() == [1, 1.08]
assert (fallen.idxmin(), change.loc["安康市"].round(2).tolist()) == ("安康市", [1.52, 1.44])

show(both[both["place_zh"].isin(change.index)].sort_values(["locality_id", "year"]), "place year urban rural ratio")

# %% [markdown]
# ## 省与省之间
#
# 县级数较多的只有两省：山西省2021年有22个县区城乡两数俱全，倍数的中位数是1.36；安徽省2023年有9个，中位数是1.05。年份不同，不能据此说安徽的差距小于山西，只能说各自那一年如此。

# %%
counties = ds.urban_rural("dibao_standard", [2021, 2022, 2023], level="county").dropna(subset="ratio")
counties["locality_id"] = counties["locality_id"].str[:2] + "0000"
by_province = counties.groupby(["locality_id", "year"])["ratio"].agg(n="count", ratio="median").query("n >= 3")

assert by_province.index.tolist() == [("140000", 2021), ("340000", 2023)]
assert by_province["n"].tolist() == [22, 9]
assert by_province["ratio"].round(2).tolist() == [1.36, 1.05]

show(by_province.reset_index(), "place year n ratio", caption="县区城乡比的中位数；只列有三个以上县区的省份和年份")

# %% [markdown]
# ## 结论，以及不能说的话
#
# 可以说的：查到城乡两数的地市，城市标准几乎都高于农村；前后两年都有数的，多数差距略有缩小；另有一批地方已经城乡同标。
#
# 不能说的：
#
# - **不能说全国如何。** 有数的地方是查到文件的地方，不是抽样；没有数不等于没有标准。
# - **不能说待遇差距。** 标准不是实发金额，也没有扣除城乡物价之差。
# - **不能把各年连成趋势。** 各年有数的地方不同，只有同一批地方前后两年的比较有意义。
# - **不能拿平均标准来补。** 省级公布的多是平均标准，与一地执行的标准口径不同，本篇一概未用。

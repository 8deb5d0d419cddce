# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 一个指标，比较各地
#
# *English: who stands where on one indicator. Only like is set beside like; what cannot be compared stays visible with the reason, and a rank is as wide as the figures leave it.*
#
# 问题：各地市的低保标准，谁高谁低，哪些不能比？

# %%
import civstats
from civstats import plot
from civstats.display import show
from civstats.errors import IncomparableError

ds = civstats.open()
sources = ds.table("sources")

# %% [markdown]
# ## 城市低保标准
#
# 本数据集中有24个地市印出2023年的低保标准，其中12个公布了全市统一的城市标准，可以并列。鄂尔多斯市最高，每人每月950元；安康市最低，645元，最高的约是最低的1.47倍。
#
# 图中的标题只说区间允许说的话：任何一个地方的数值若可能更高，“最高”二字就不会出现。

# %%
urban = ds.rank("dibao_standard", 2023, residence="urban", level="prefecture")
ranked = urban[urban["rank_from"].notna()]

assert (len(urban), len(ranked)) == (24, 12)
assert (urban["year"] == 2023).all()
assert ranked.iloc[0][["place_zh", "value"]].tolist() == ["鄂尔多斯市", 950]
assert ranked.iloc[-1][["place_zh", "value"]].tolist() == ["安康市", 645]
assert round(950 / 645, 2) == 1.47

plot.compare(urban, sources=sources)

# %% [markdown]
# `claims()` 给出可以直接写进报告的句子，每句都带着证明它的查询。

# %%
claims = urban.claims()

assert all(claim.proven(ds.sql) for claim in claims)

print(*(claim.zh for claim in claims), sep="\n")

# %% [markdown]
# 其余12个地市也画在图里，写明原因。它们不是没有数，而是口径不同：有的城乡同标，不分城乡；有的按区县分档。混在一起排名，名次就没有意义。

# %%
assert urban["rank_from"].isna().sum() == 12
assert set(urban.loc[urban["rank_from"].isna(), "state"]) == {"not_comparable"}

# %% [markdown]
# ## 不同口径，默认不许并列
#
# 农村标准直接排名会被拒绝：兰州市印的是“不低于465元”，是给所属各县区定的底线，不是一个执行标准。报错列出是哪一个数、出自哪个文件、有什么出路。

# %%
try:
    ds.rank("dibao_standard", 2023, residence="rural", level="prefecture")
except IncomparableError as error:
    refused = error
    print(error)

assert refused.allow == ("definition",)
assert "不低于465元" in refused.rows[0]

# %% [markdown]
# 确需一并列出时，写明 `allow="definition"`：兰州市单独列出，不参加排位。可比的11个地市中武汉市最高，为820元；萍乡市和新余市同为660元，都记作第6—7位，不分先后。

# %%
rural = ds.rank("dibao_standard", 2023, residence="rural", level="prefecture", allow="definition")
by_name = rural.set_index("place_zh")

assert rural["rank_from"].notna().sum() == 11
assert rural.iloc[0][["place_zh", "value"]].tolist() == ["武汉市", 820]
for place in ("萍乡市", "新余市"):
    assert by_name.loc[place, ["value", "rank_from", "rank_to"]].tolist() == [660, 6, 7]
assert by_name.loc["兰州市", "state"] == "not_comparable"

plot.compare(rural, sources=sources)

# %% [markdown]
# ## 和谁比
#
# `peers` 按写明的规则找同级的地方：先同一上级，再同省、同大区、全国。

# %%
show(ds.peers("乌审旗", "dibao_standard", 2022, "rural"), "place value rule")

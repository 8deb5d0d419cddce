# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 五分钟上手
#
# *English: open the dataset, see its tables, find an indicator and a place, and draw a first chart. Every value keeps
# its unit, its interval and the way back to the document.*
#
# 民政部门的数字散见于工作要点、总结、通知和统计表。civstats 把它们整理成可以查询、可以比较的数据表，每个数都能回到原文所印的字。

# %%
import civstats
from civstats import plot
from civstats.display import show

ds = civstats.open()

# %% [markdown]
# ## 有哪些表
#
# `observations` 是根本：一行一个数。其余各表都由它和代码表推出。

# %%
show(ds.tables(), "table rows description")

# %% [markdown]
# ## 找指标，找地方
#
# 检索用中文、英文、代码都行。指标有定义和单位；“城市”“农村”不另立指标，而是 `residence` 一列。

# %%
show(ds.indicators(q="低保标准").nlargest(5, "observations"), "indicator_id name unit observations")

# %%
show(ds.localities(q="乌审"), "locality_id name level observations")

# %% [markdown]
# ## 看一个数
#
# 鄂尔多斯市2023年城市低保标准为每人每月950元，农村为720元。

# %%
urban = ds.compare("dibao_standard", 2023, places="鄂尔多斯市", residence="urban")
rural = ds.compare("dibao_standard", 2023, places="鄂尔多斯市", residence="rural")

assert (urban["value"].item(), urban["year"].item(), urban["unit"].item()) == (950, 2023, "CNY/person/month")
assert rural["value"].item() == 720

show(urban, "place year value printed state")

# %% [markdown]
# ## 画一张图
#
# 图的标题、单位、来源都由数据生成；没有可比数值的地方不删去，写明原因，留在图里。2022年内蒙古的12个盟市中，本数据集只有3个有可比的农村低保标准。

# %%
league = ds.rank("dibao_standard", 2022, residence="rural", within="内蒙古自治区", level="prefecture")

assert (len(league), league["rank_from"].notna().sum()) == (12, 3)
assert (league["year"] == 2022).all()

plot.compare(league, sources=ds.table("sources"))

# %% [markdown]
# ## 接下来
#
# - 各地比较：`02_compare`；同比增长：`03_growth`；目标完成情况：`04_targets`；
# - 数字的出处与矛盾：`05_provenance`；一项小研究：`06_urban_rural_gap`；换用其他工具：`07_elsewhere`。

# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 从一个数回到它的出处
#
# *English: from a number back to the document: the printed characters, how they were read, and what other figures say of it. Contradictions are shown and never mended.*
#
# 会上有人问：这个数哪来的？本篇给出答案，也列出文件自己打架的地方。

# %%
import civstats
from civstats.display import show

ds = civstats.open()

# %% [markdown]
# ## 印作1.04人次，读作1.04万人次
#
# 鄂尔多斯市的总结印着临时救助“1.04人次”。人次没有小数，显然脱了“万”字。本库照录原文所印，另记读法和理由：10400人次。
#
# 这样读站得住：2.75万人加4981人再加1.04万人次，得42881，正合所印合计4.29万人。

# %%
relief = ds.rows(
    "select printed, read_as, value, status from observations where observation_id = 'ordos-2023-summary:21'"
)
[total] = ds.findings("鄂尔多斯市", kind="sum_of_parts", verdict="holds_rounded")["arithmetic_zh"]

assert relief == [("1.04人次", "1.04万人次", 10400, "corrected")]
assert all(number in total for number in ("2.75万人", "4981人", "1.04万人次", "42881", "4.29万人"))

ds.explain("ordos-2023-summary:21")

# %% [markdown]
# ## 同一个数，两级政府、两种单位
#
# 乌审旗2022年计划印农村低保7800元/人·年，鄂尔多斯市印650元/人·月。7800除以12正是650，两级相符。

# %%
levels = ds.findings("乌审旗", kind="two_levels")
levels = levels[(levels["year"] == 2022) & levels["source_ids"].str.contains("wushen-2022-plan")]
rural = levels[levels["arithmetic_zh"].str.contains("7800元/人·年÷12＝650")]

assert set(rural["year"]) == {2022}
assert (rural["verdict"] == "holds").all()
assert 7800 / 12 == 650

show(levels, "arithmetic verdict")

# %% [markdown]
# ## 对不上的
#
# 部分之和不等于合计，增幅与两年金额不符：这样的矛盾照样收录，两头都留着，不改也不平均。包头市由1144元提到1265元，差额是121元，印的是120元；富民县的8.58%像是以本期数为分母。

# %%
conflicts = ds.findings(verdict="conflict")
arithmetic = conflicts[conflicts["finding_kind"] != "domain_rule"].set_index("finding_id")
baotou = arithmetic.loc["printed_change:baotou-2022-notice:9", "arithmetic_zh"]
fumin = arithmetic.loc["printed_growth:fumin-2023-report:6"]

assert all(number in baotou for number in ("1144元", "1265元", "121", "120元"))
assert "8.58%" in fumin["arithmetic_zh"]
assert "以本期为分母" in fumin["suggestion_zh"]

show(arithmetic, "arithmetic suggestion")

# %% [markdown]
# ## 值得再看一眼的
#
# 另一些不是矛盾，只是少见：一年涨了四成以上，又没有别的文件印证；或者与上年一分不差。本库列为提醒，由人去核。哈尔滨市市辖区农村低保一年之间由401元到625元，就是一例。

# %%
warnings = conflicts[conflicts["finding_kind"] == "domain_rule"]
harbin = warnings[warnings["locality_id"] == "230100"]

assert harbin["arithmetic_zh"].str.contains("625元/人·月、401元/人·月").any()

show(harbin, "arithmetic suggestion")

# %% [markdown]
# ## 数字凭什么
#
# 176份文件中，5份是拿着原文逐字定位的，其余171份由一两位读者照网页记下，手头没有原文。`evidence` 一列写明每份文件属于哪一种。手里有原文的，可以用 `civstats verify` 逐字核对。

# %%
sources = ds.table("sources")

assert len(sources) == 176
assert (sources["evidence"] == "position").sum() == 5
assert (sources["evidence"] != "position").sum() == 171

show(sources[sources["evidence"] == "position"], "title issuer issued")

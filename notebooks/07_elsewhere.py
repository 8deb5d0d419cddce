# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 换用其他工具
#
# *English: the tables are plain Parquet. DuckDB, polars, R and Excel read them without this package; a cell says so and stops where a tool is not installed.*
#
# 数据集是一个文件夹的 Parquet 文件，附 `datapackage.json`。不装 civstats，也能用。
#
# 各节都算同一件事：鄂尔多斯市2023年四项标准的增幅，依次为10.77%、5.56%、12.82%、5.88%。

# %%
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import duckdb

import civstats
from civstats.display import show
from civstats.location import locate

ds = civstats.open()
folder = locate(None).folder
mine = Path(tempfile.mkdtemp())
ordos = ds.growth("150600").query("locality_id == '150600'")
expected = ordos["computed_growth_percent"].round(2).tolist()

assert expected == [10.77, 5.56, 12.82, 5.88]
assert set(ordos["year"]) == {2023}

print(*sorted(path.name for path in Path(folder).iterdir()), sep="  ")

# %% [markdown]
# ## DuckDB
#
# 在命令行里是 `duckdb -c "…"`，在 Python 里是 `duckdb.sql("…")`，语句相同。

# %%
query = f"""
from '{folder}/growth.parquet'
select indicator_id, residence, previous_value, value, round(computed_growth_percent, 2) as growth
where locality_id = '150600' and year = 2023
order by indicator_id, residence
"""
found = duckdb.sql(query)

assert [row[-1] for row in found.fetchall()] == expected

found

# %%
if shutil.which("duckdb"):
    shell = subprocess.run(["duckdb", "-csv", "-c", query], capture_output=True, text=True, check=True).stdout
    assert [float(line.split(",")[-1]) for line in shell.splitlines()[1:]] == expected
    print(shell)
else:
    print("本机没有 duckdb 命令，此格略过。")

# %% [markdown]
# ## polars

# %%
if find_spec("polars"):
    import polars as pl

    scanned = pl.scan_parquet(f"{folder}/growth.parquet").filter(
        pl.col("locality_id") == "150600", pl.col("year") == 2023
    )
    rates = (
        scanned.sort("indicator_id", "residence")
        .select("indicator_id", "residence", pl.col("computed_growth_percent").round(2))
        .collect()
    )
    assert rates["computed_growth_percent"].to_list() == expected
    print(rates)
else:
    print("本机没有 polars，此格略过。")

# %% [markdown]
# ## R
#
# R 用 arrow 包可以直接读 Parquet；没有 arrow 的，先导出 CSV。代码要按文字读入，`150600` 才不会变成数。

# %%
ds.table("growth").to_csv(mine / "growth.csv", index=False)
script = """
growth <- read.csv("growth.csv", colClasses = c(locality_id = "character"), fileEncoding = "UTF-8")
ordos <- subset(growth, locality_id == "150600" & year == 2023)
ordos <- ordos[order(ordos$indicator_id, ordos$residence), ]
cat(round(ordos$computed_growth_percent, 2), sep = "\\n")
"""
if shutil.which("Rscript"):
    output = subprocess.run(["Rscript", "-e", script], cwd=mine, capture_output=True, text=True, check=True).stdout
    assert [float(line) for line in output.splitlines()] == expected
    print(output)
else:
    print("本机没有 R，此格略过。")

# %% [markdown]
# ## Excel
#
# 给 Excel 的 CSV 须带 BOM，否则中文成乱码；写成 xlsx 则代码自然是文字。

# %%
ordos.to_csv(mine / "ordos.csv", index=False, encoding="utf-8-sig")

assert (mine / "ordos.csv").read_bytes().startswith(b"\xef\xbb\xbf")

if find_spec("openpyxl"):
    import pandas as pd

    ordos.to_excel(mine / "ordos.xlsx", index=False)
    assert (
        pd.read_excel(mine / "ordos.xlsx", dtype={"locality_id": str})["computed_growth_percent"].round(2).tolist()
        == expected
    )
    print("已写成 ordos.csv 和 ordos.xlsx")
else:
    print("已写成 ordos.csv；本机没有 openpyxl，xlsx 略过。")

# %% [markdown]
# ## 各列的意思
#
# 每列的中英文说明、单位和代码表都在 `datapackage.json` 里，也可以这样看：

# %%
show(ds.codebook("growth").head(12), "column unit description")

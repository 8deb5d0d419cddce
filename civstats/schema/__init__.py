"""What the dataset's tables are: columns and tables, each declared once, and what is derived from them."""

from civstats.schema.columns import COLUMNS, Column
from civstats.schema.tables import SCHEMA_VERSION, TABLES, Table

__all__ = ["COLUMNS", "SCHEMA_VERSION", "TABLES", "Column", "Table"]

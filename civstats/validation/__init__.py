"""Validation: what must hold of the curated tables, as expectation suites, and whether it holds.

``suites`` derives the suites from the declarations, ``conditions`` says each expectation in SQL, ``tables`` puts a
dataset before DuckDB or Spark, ``gx`` runs the suites in Great Expectations (the only module that imports it), ``run``
brings these together, ``report`` holds and prints what came out.
"""

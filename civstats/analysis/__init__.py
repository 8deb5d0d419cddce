"""Answers from the tables: rules that a user would otherwise have to work out."""

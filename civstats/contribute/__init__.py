"""Adding a document to the dataset: a new folder for it, and the review of one folder on its own.

`scaffold` makes the folder, `review` reads it as a build does and says what is wrong with it, `tokens` and `fill` find
where the figures stand in the text, `remarks` says what does not go together with the figures that are published.
"""

"""Adding a document to the dataset: a new folder for it, and the review of one folder on its own.

`scaffold` makes the folder, `review` reads it as a build does and says what is wrong with it, `tokens`, `order` and
`placing` find where the figures stand in the text, `fill` writes that down, `bounds` and `remarks` say what needs a
look: a bound left out of a token, and what does not go together with the figures that are published.
"""

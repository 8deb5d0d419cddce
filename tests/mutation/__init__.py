"""Proof that it catches things: one fault at a time is put into the real figures, and what the checks say is counted.

``tokens``, ``cells`` and ``curated`` inject the faults, ``faults`` declares them as a table of kinds, ``world`` holds
the unmutated dataset, ``harness`` chooses the mutations and runs them, ``results`` keeps the counts.
"""

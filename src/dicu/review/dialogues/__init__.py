"""Bilateral dialogues as series: rounds, pillars, instruments with their lineage, and what both sides promised each other."""

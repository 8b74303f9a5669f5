"""Figures of others: a national platform in the Open SDG layout, SDMX, tables of our own columns. Whatever they look like, they
become one table of observations (docs/reference/observations-table.md), a count of every row, and a finding for every oddity.

Nothing here needs an account, a database or the network.
"""

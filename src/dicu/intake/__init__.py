"""The entrance of the house for files and tables: kept by their content, read against a specification, or refused."""

from dicu.intake.files import DamagedFile, DirectoryVault, FileVault, NoSuchFile, Stored, VaultFull
from dicu.intake.naming import safe_name
from dicu.intake.report import BadTable, Problem, Reading, Row
from dicu.intake.sniffing import BadFile, MediaType, accepted_kinds, sniffed
from dicu.intake.specification import Cell, Choice, ColumnSpec, Kind, Limits, TableSpec
from dicu.intake.tables import read, read_all
from dicu.intake.workbooks import Prefilled, template

__all__ = [
    "BadFile",
    "BadTable",
    "Cell",
    "Choice",
    "ColumnSpec",
    "DamagedFile",
    "DirectoryVault",
    "FileVault",
    "Kind",
    "Limits",
    "MediaType",
    "NoSuchFile",
    "Prefilled",
    "Problem",
    "Reading",
    "Row",
    "Stored",
    "TableSpec",
    "VaultFull",
    "accepted_kinds",
    "read",
    "read_all",
    "safe_name",
    "sniffed",
    "template",
]

"""The catalogue of what foreign files do: a rule, its name for machines, how bad it is, what it says and what mends it.

Rules F… are about files and rows; rules G… are those of the review's catalogue of gaps, where the files alone decide them.
"""

from dataclasses import dataclass

from dicu.vocabulary.messages import Message, T


@dataclass(frozen=True, slots=True)
class Hazard:
    name: str
    severity: str
    sentence: Message
    closes: Message


_NUMBER = T("Write digits with a decimal point and no separator of thousands, or leave the cell empty where there is no value.")
_PERIOD = T("Write the period as a year (2024), quarter (2024-Q1), month (2024-05), day or range, and everything else in another column.")
_NOTHING = T("Nothing needs to be done: it was read all the same.")
_ANEW = T("Export the table anew from its program as CSV in UTF-8.")

HAZARDS: dict[str, Hazard] = {
    "F01": Hazard("value-not-a-number", "warning", T("{file}, row {rows}, column “{column}”: “{found}” is not a number."), _NUMBER),
    "F02": Hazard("period-unreadable", "warning", T("{file}, row {rows}, column “{column}”: “{found}” is not a period."), _PERIOD),
    "F03": Hazard(
        "ragged-row",
        "warning",
        T("{file}, row {rows}: the row has not as many cells as there are headings ({found})."),
        T("Put quotation marks around texts that hold a comma, so that each row has as many cells as the headings."),
    ),
    "F04": Hazard("empty-row", "info", T("{file}, row {rows}: all cells are empty."), T("Delete the empty rows.")),
    "F05": Hazard(
        "header-only",
        "info",
        T("{file} has headings, but no rows."),
        T("Fill in the data, or remove the file until there are some."),
    ),
    "F06": Hazard(
        "byte-order-mark",
        "info",
        T("{file} begins with a byte order mark, which some programs take for a part of the first heading."),
        _NOTHING,
    ),
    "F07": Hazard(
        "blanks-in-cells", "info", T("{file}, row {rows}, column “{column}”: blanks around or doubled in the text ({found})."), _NOTHING
    ),
    "F08": Hazard("blanks-in-headings", "info", T("{file}: the heading “{found}” has blanks around it or doubled in it."), _NOTHING),
    "F09": Hazard(
        "duplicate-key",
        "warning",
        T("{file}, row {rows}: the same figure stands there more than once, each time with the same value ({found})."),
        T("Keep one row of each."),
    ),
    "F10": Hazard("value-not-last", "info", T("{file}: the column of values is not the last one."), _NOTHING),
    "F11": Hazard("year-not-first", "info", T("{file}: the column of periods is not the first one."), _NOTHING),
    "F12": Hazard("bare-carriage-return", "info", T("{file}: lines end with a bare carriage return, as on very old computers."), _ANEW),
    "F13": Hazard("blank-first-line", "info", T("{file}: there are blank lines before the headings."), _NOTHING),
    "F14": Hazard(
        "not-utf-8",
        "warning",
        T("{file} is not written in UTF-8; it was read as {found}. Letters outside English may be wrong."),
        T("Save the file as CSV in UTF-8."),
    ),
    "F15": Hazard(
        "column-missing",
        "blocking",
        T("{file} has no column of {found}; none of its {count} rows could be read. Its headings are: {headings}."),
        T("Name the column of periods “Year” and the column of figures “Value”, and give the other one, too."),
    ),
    "F16": Hazard("heading-translated", "info", T("{file}: the heading “{found}” was read as “{column}”."), _NOTHING),
    "F17": Hazard("period-spelling", "info", T("{file}, row {rows}: periods that are no plain years ({found})."), _NOTHING),
    "F18": Hazard(
        "file-unreadable",
        "blocking",
        T("{file} was not read: {found}."),
        T("Put a CSV file in UTF-8 there, not larger than the limit, as a file and not as a link that leads out of the folder."),
    ),
    "F19": Hazard(
        "data-without-description",
        "warning",
        T("{file} has data of the indicator {indicator}, which no file describes."),
        T("Add the description of the indicator, or remove its data."),
    ),
    "F20": Hazard(
        "two-files-for-one",
        "warning",
        T("The indicator {indicator} has several data files: {files}."),
        T("Keep one data file for each indicator."),
    ),
    "F21": Hazard(
        "outside-configuration",
        "info",
        T("{file} lies in the folder of data, but the platform's own configuration does not read it."),
        T("Remove the file, or name it as the configuration says."),
    ),
    "F22": Hazard(
        "description-unreadable",
        "warning",
        T("{file} could not be read as YAML: {found}."),
        T("Mend the file; a validator of YAML shows the place."),
    ),
    "F23": Hazard(
        "not-read-here",
        "info",
        T("{file} was not read: it is not CSV ({found})."),
        T("Read SDMX with `dicu review import-sdmx`, a workbook with `dicu review import-observations`."),
    ),
    "F24": Hazard(
        "number-spelling", "info", T("{file}, row {rows}, column “{column}”: numbers in an unusual spelling ({found})."), _NOTHING
    ),
    "F25": Hazard("missing-marker", "info", T("{file}, row {rows}, column “{column}”: a word or sign for “no value” ({found})."), _NOTHING),
    "F26": Hazard(
        "heading-twice",
        "warning",
        T("{file}: the heading “{found}” stands twice."),
        T("Give each column a heading of its own."),
    ),
    "F27": Hazard(
        "heading-empty",
        "warning",
        T("{file}: column {found} has values but no heading; it was kept under its number."),
        T("Give each column a heading of its own."),
    ),
    "F28": Hazard(
        "quotation-mark-open",
        "warning",
        T("{file}, row {rows}: a quotation mark is not closed."),
        T("Close the quotation mark, or write it twice where it belongs to the text."),
    ),
    "F29": Hazard("other-separator", "info", T("{file}: the columns are separated by “{found}” instead of a comma."), _NOTHING),
    "F30": Hazard(
        "trailing-cells",
        "info",
        T("{file}, row {rows}: there are empty cells after the last heading."),
        _NOTHING,
    ),
    "F31": Hazard(
        "footnote-mark",
        "info",
        T("{file}, row {rows}, column “{column}”: a footnote mark stands with the period or figure ({found}); it was kept as a note."),
        T("Say what the mark means in a column of its own."),
    ),
    "F32": Hazard(
        "missing-against-value",
        "warning",
        T("{file}, row {rows}: the status says that there is no value ({found}), but a value stands there; it was kept."),
        T("Correct the status or the value."),
    ),
    "F33": Hazard(
        "code-unknown",
        "warning",
        T("{file}: “{found}” in {column} is not in the code list {list} ({count} rows)."),
        T("Correct the code, or give the structure whose code list has it (--structure)."),
    ),
    "F34": Hazard(
        "structure-unknown",
        "info",
        T("{file}: the structure {found} was not at hand; codes could not be checked."),
        T("Give the file of the structure with --structure."),
    ),
    "F35": Hazard(
        "multiplier-unreadable",
        "warning",
        T("{file}, row {rows}, column “{column}”: “{found}” is not a power of ten."),
        T("Write the multiplier as a whole number: 0 for units, 3 for thousands, 6 for millions."),
    ),
    "F36": Hazard(
        "concept-unknown",
        "warning",
        T("{file}: the structure does not know {found}; it was kept as a breakdown."),
        T("Correct the name, or give the structure that has it (--structure)."),
    ),
    "F37": Hazard(
        "indicator-missing",
        "warning",
        T("{file}, row {rows}: it is not said which indicator the figure belongs to."),
        T("Fill in the column of indicators, or say it with --indicator."),
    ),
    "F38": Hazard(
        "month-or-years",
        "info",
        T("{file}, row {rows}: a spelling such as 2003-05 can be a month or a range of years ({found}); it was read as {column}."),
        T("Write a range of years with four digits each: 2003-2005."),
    ),
    "F39": Hazard(
        "first-month-unknown",
        "info",
        T("{file}, row {rows}: financial or school years whose first month is not known ({found}); each was taken as both calendar years."),
        T("Say in which month the year begins: --year-begins 7."),
    ),
    "F40": Hazard(
        "column-not-kept",
        "info",
        T("{file}: the column “{found}” is about how figures were made and was left out of the breakdowns."),
        _NOTHING,
    ),
    "F41": Hazard(
        "translation-missing",
        "info",
        T("The platform speaks {language}, but {found}."),
        T("Add the translations, or take the language out of the configuration."),
    ),
    "F42": Hazard(
        "zero-target-replaced",
        "info",
        T("The target of {indicator} is written as 0.001: this software cannot hold a target of zero, so zero may be meant."),
        T("Confirm the target where it was decided, and record it as zero in the plan if that is what it is."),
    ),
    "F43": Hazard(
        "cell-unreadable",
        "warning",
        T("{file}, row {rows}, column “{column}”: the cell cannot be read ({found})."),
        T("Write the value itself into the cell."),
    ),
    "F44": Hazard(
        "cells-joined",
        "warning",
        T("{file}: the cells {found} are joined; only the first of them has the value."),
        T("Split the cells and write the value into each."),
    ),
    "F45": Hazard(
        "structure-unreadable",
        "warning",
        T("{file}: the structure could not be read ({found}), so codes could not be checked."),
        T("Give a structure message of SDMX-ML 2.1, 3.0 or 3.1 or SDMX-JSON 2."),
    ),
    "F46": Hazard(
        "not-well-formed",
        "blocking",
        T("{file}: from observation {count} on the message could not be read ({found})."),
        T("Fetch the message anew from its source; this one was cut off or damaged."),
    ),
    "G06": Hazard(
        "no-data",
        "info",
        T("The indicator {indicator} has no data: {why}."),
        T("Data of the indicator are published, or it is taken off the list."),
    ),
    "G07": Hazard(
        "breakdown-missing",
        "warning",
        T("The indicator {indicator} should be broken down by {found}, but the data are not."),
        T("The data have this breakdown, or the description no longer expects it."),
    ),
    "G08": Hazard(
        "parts-and-total",
        "info",
        T("{file}: for {period} the parts by {column} add up to {sum}, the total is {total} ({unit})."),
        T("The parts and the total agree, or a note says why not."),
    ),
    "G10": Hazard(
        "status-contradicts-data",
        "blocking",
        T("The indicator {indicator} is declared “{status}”, but {why}."),
        T("The declared status is changed to what the data show, or the data are changed to what it says."),
    ),
    "G11": Hazard(
        "placeholder-data",
        "blocking",
        T("{file} holds placeholder data: {why}. Its figures must not be used."),
        T("Real data replace the file, or it is removed."),
    ),
    "G12": Hazard(
        "stale-data",
        "warning",
        T("The latest figure of {indicator} is for {latest}; one is expected every {months} months ({why})."),
        T("A newer figure is published, or the frequency is corrected."),
    ),
    "G19": Hazard(
        "languages-differ",
        "info",
        T("{file}: {count} entries of {base} have no counterpart in {language} ({found})."),
        T("Both languages have the same entries."),
    ),
    "G21": Hazard(
        "source-without-address",
        "info",
        T("The source of {indicator} is shown as a link, but “{found}” is no address."),
        T("Write the address of the source, or take the link away."),
    ),
    "G22": Hazard(
        "conflicting-values",
        "warning",
        T("{file}, row {rows}: the same figure stands there more than once with different values ({found}). All were kept."),
        T("Somebody who knows the source says which value is right, or the rows get the breakdown that tells them apart."),
    ),
    "G23": Hazard(
        "target-missing",
        "info",
        T("The indicator {indicator} has no target that a program could read."),
        T("The target and its year stand in the description."),
    ),
}

"""A form filled in as a spreadsheet program would: cells of its XML are set, headings changed, cells joined. It knows nothing of
the code that drew the form."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
N = f"{{{MAIN}}}"
ET.register_namespace("", MAIN)
ET.register_namespace("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
EPOCH = date(1899, 12, 30)
Change = Callable[[ET.Element], None]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return target.getvalue()


def sheets(content: bytes) -> dict[str, str]:
    """Sheet → the part that holds it; this writer numbers them in their order."""
    book = ET.fromstring(parts(content)["xl/workbook.xml"])
    return {sheet.get("name", ""): f"xl/worksheets/sheet{n}.xml" for n, sheet in enumerate(book.iter(f"{N}sheet"), 1)}


def changed(content: bytes, part: str, change: Change) -> bytes:
    found = parts(content)
    root = ET.fromstring(found[part])
    change(root)
    return packed({**found, part: ET.tostring(root, "utf-8", xml_declaration=True)})


def filled(content: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """With these cells set: (sheet, "E2") → text, number, date, None (emptied), or a text that begins with "=" (a formula)."""
    where = sheets(content)
    for sheet in dict.fromkeys(name for name, _ in cells):
        own = {at: value for (name, at), value in cells.items() if name == sheet}
        content = changed(content, where[sheet], lambda root, own=own: _set_all(root, own))
    return content


def _set_all(root: ET.Element, cells: Mapping[str, Any]) -> None:
    rows = {row.get("r"): row for row in root.iter(f"{N}row")}
    for at, value in cells.items():
        number = re.sub(r"\D", "", at)
        row = rows.get(number)
        if row is None:
            row = rows[number] = ET.SubElement(root.find(f"{N}sheetData"), f"{N}row", r=number)  # type: ignore[arg-type]
        cell = next((c for c in row if c.get("r") == at), None)
        _set(ET.SubElement(row, f"{N}c", r=at) if cell is None else cell, value)


def _set(cell: ET.Element, value: Any) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    match value:
        case None:
            return
        case str() if value.startswith("="):
            ET.SubElement(cell, f"{N}f").text = value[1:]
            ET.SubElement(cell, f"{N}v").text = "1"
        case str():
            cell.set("t", "inlineStr")
            text = ET.SubElement(ET.SubElement(cell, f"{N}is"), f"{N}t")
            text.text = value
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        case date():
            ET.SubElement(cell, f"{N}v").text = str((value - EPOCH).days)
        case int() | float() | Decimal():
            ET.SubElement(cell, f"{N}v").text = str(value)


def rowless(content: bytes, sheet: str, number: int) -> bytes:
    """Without a row."""

    def drop(root: ET.Element) -> None:
        data = root.find(f"{N}sheetData")
        assert data is not None
        data.remove(next(row for row in data if row.get("r") == str(number)))

    return changed(content, sheets(content)[sheet], drop)


def joined(content: bytes, sheet: str, area: str) -> bytes:
    def join(root: ET.Element) -> None:
        after = next(i for i, part in enumerate(root) if part.tag in (f"{N}autoFilter", f"{N}sheetProtection"))
        merged = ET.Element(f"{N}mergeCells", count="1")
        ET.SubElement(merged, f"{N}mergeCell", ref=area)
        root.insert(after + 1, merged)

    return changed(content, sheets(content)[sheet], join)


def uncomputed(content: bytes) -> bytes:
    """Without what its formulas gave when it was drawn: whoever opens it has to compute them."""

    def forget(root: ET.Element) -> None:
        for cell in root.iter(f"{N}c"):
            if cell.find(f"{N}f") is not None:
                cell.attrib.pop("t", None)
                cell.remove(cell.find(f"{N}v"))  # type: ignore[arg-type]

    for part in sheets(content).values():
        content = changed(content, part, forget)
    return content


def since_1904(content: bytes) -> bytes:
    return changed(content, "xl/workbook.xml", lambda root: root.find(f"{N}workbookPr").set("date1904", "1"))  # type: ignore[union-attr]


def without_sheet(content: bytes, name: str) -> bytes:
    def drop(root: ET.Element) -> None:
        found = root.find(f"{N}sheets")
        assert found is not None
        found.remove(next(sheet for sheet in found if sheet.get("name") == name))

    return changed(content, "xl/workbook.xml", drop)

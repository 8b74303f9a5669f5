"""Files of recommendations as people send them, made here: CSV, and a Word document with tables written out in its own markup."""

import io
import zipfile

MAPPING = """
set:
  id: thu-nghiem
  title: {vi: "Bộ khuyến nghị thử", en: "Set for trial"}
  body: {vi: "Ủy ban Thử", en: "Trial Committee"}
  symbol: T/1
  cycle: "2025"
  published: 2025-03-01
  licence: "invented"
  synthetic: true
columns: {paragraph: Para, text_en: Recommendation, text_vi: "Khuyến nghị", position: Position, themes: Themes}
""".encode()
LIST = """
set:
  id: theo-chu-de
  title: {vi: "Danh mục", en: "Thematic list"}
  body: {vi: "Hội đồng", en: "Council"}
  symbol: T/2
  licence: invented
  synthetic: true
columns: {recommendation: Recommendation, position: Position, themes: Full list of themes}
ignore: [Assessment]
sections: themes
""".encode()
HEAD = "Para,Recommendation,Khuyến nghị,Position,Themes\n"
WORKERS = "Ratify the convention on domestic workers without any delay"
ONE = f'1.1,"{WORKERS}",Phê chuẩn công ước về lao động giúp việc gia đình,Supported,Labour;Law\n'
TWO = '1.2,"Fight trafficking in persons at the border",Phòng chống mua bán người ở biên giới,Noted,Trafficking\n'
CSV = (HEAD + ONE + TWO).encode()


def cell(text: str, span: int = 1, merge: str = "") -> str:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{lines}</w:tc>'


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def document(*tables: str, head: str = "") -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{name}"><w:body>{"".join(tables)}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    return packed.getvalue()


COLUMNS = "".join(map(cell, ("Recommendation", "Position", "Full list of themes", "Assessment")))
OFFICIAL = document(
    table("".join(map(cell, ("Cover", "page")))),
    table(
        COLUMNS,
        cell("Theme: A12 Acceptance of norms", 4),
        "".join(
            (
                cell("104.12 Ratify the Convention (ICRMW) (Chile (on behalf of a group));\nSource of position: T/2/Add.1 - Para. 4"),
                cell("Supported/Noted"),
                cell("A12 Acceptance of norms\nS10 SDG 10\nAffected persons:\n- migrants"),
                cell(""),
            )
        ),
    ),
)

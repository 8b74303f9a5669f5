"""Papers to render in tests: a rich one in each language, an empty one, one with many numbers. All invented."""

from dataclasses import replace
from datetime import date
from typing import Any

from dicu.documents.building import filled
from dicu.documents.model import (
    Block,
    Chart,
    Cited,
    Column,
    Counter,
    Document,
    Figure,
    Front,
    Heading,
    Inlines,
    Items,
    Link,
    Notice,
    Paragraph,
    Signature,
    Step,
    Table,
    Text,
    Tone,
    Trace,
)
from dicu.vocabulary.bilingual import Language

DECISION = Cited("402/QĐ-TTg", "Quyết định số 402/QĐ-TTg của Thủ tướng Chính phủ")
ALPHABET = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
YEARS = {"2021": (45, "45,0", "45.0"), "2022": (142.8, "142,8", "142.8"), "2023": (160, "160,0", "160.0")}


def rich(language: Language) -> Document:
    """Every kind of block and inline, in a paper such as the yearly review will be."""
    vi = language == "vi"
    traces = tuple(_trace(f"workers.{year}", texts[1 if vi else 2], year, vi) for year, texts in YEARS.items())
    return Document(
        language=language, front=_front(vi), blocks=_blocks(vi), dated=date(2025, 3, 5), snapshot="9f2c" * 16,
        traces=(*traces, _sum(vi)), keywords=("di cư", "GCM") if vi else ("migration", "GCM"),
        cited=(Cited("2021–2023", "Khung mẫu" if vi else "Sample frame"), Counter("2024")),
    )  # fmt: skip


def empty(language: Language = "vi") -> Document:
    return Document(language=language, front=Front(title="", subtitle="", agency=""), blocks=())


def crowded(count: int = 300, language: Language = "vi") -> Document:
    """A paper whose every paragraph prints one number of its own."""
    return Document(
        language=language, front=Front("Báo cáo", "Nhiều con số", "Cơ quan mẫu"), dated=date(2025, 1, 9),
        blocks=tuple(Paragraph((Text("Số người: "), Figure(f"{n}", f"claim/{n}"), Text("."))) for n in range(count)),
        traces=tuple(Trace(f"claim/{n}", f"{n}", Step("count", "Phép đếm mẫu")) for n in range(count)),
    )  # fmt: skip


def attacked(text: str, language: Language = "vi") -> Document:
    """The text in every place of a document where text can stand."""
    cited, claim = Cited(text, text, strong=True), f"c{text}"
    inlines: Inlines = (Text(text), Text(text, strong=True), Text(text, emphasis=True, language="en"), cited,
                        Counter(text), Figure(text, claim), Link(text, "https://example.org/" + text))  # fmt: skip
    table = Table(text, (Column(text), Column(text, numeric=True)), ((inlines, inlines), (inlines, ())), inlines)
    spec = {"data": {"values": [{"a": text, "b": "b"}]}, "mark": "bar", "title": text,
            "encoding": {"x": {"field": "a", "type": "nominal", "title": text}}}  # fmt: skip
    inner: tuple[Block, ...] = (Paragraph(inlines), Items((inlines,)), Items((inlines,), ordered=True), table)
    front = Front(text, text, text, text, text, text, None, True, Signature(text, text), (text,), text, Tone.SYNTHETIC)
    root = Step("expression", text, ((text, text),), (Step("source", text, ((text, text),)),))
    return Document(
        language=language, front=front, snapshot=text, keywords=(text,), traces=(Trace(claim, text, root),),
        blocks=(Heading(1, inlines, text), *inner, Notice(Tone.GAP, text, inner), Chart(text, spec, text, table)),
        cited=(Cited(text, text),),
    )  # fmt: skip


def undated(document: Document) -> Document:
    return replace(document, dated=None)


def _front(vi: bool) -> Front:
    return Front(
        title="Báo cáo" if vi else "Report",
        subtitle="Tình hình thực hiện Kế hoạch triển khai Thỏa thuận toàn cầu về Di cư năm 2024"
        if vi else "Progress of the plan for the Global Compact for Migration in 2024",
        agency="CỤC LÃNH SỰ" if vi else "CONSULAR DEPARTMENT",
        parent_agency="BỘ NGOẠI GIAO" if vi else "MINISTRY OF FOREIGN AFFAIRS",
        place="Hà Nội" if vi else "Ha Noi", day=date(2025, 3, 5), number="12/BC-LS",
        signature=Signature("CỤC TRƯỞNG" if vi else "DIRECTOR GENERAL"),
        recipients=("Thủ tướng Chính phủ;", "Các bộ, ngành liên quan;", "Lưu: VT, LS.")
        if vi else ("The Prime Minister;", "Ministries concerned;", "Archives."),
        banner="Dữ liệu giả lập để trình diễn, không phải số liệu của Việt Nam"
        if vi else "Synthetic data for demonstration, not figures of Viet Nam", tone=Tone.SYNTHETIC,
    )  # fmt: skip


def _blocks(vi: bool) -> tuple[Block, ...]:
    return (
        Heading(1, (Text("Tổng quan" if vi else "Overview"),), "overview"),
        Paragraph(_opening(vi)),
        Notice(Tone.UNVERIFIED, "Phụ lục chưa có" if vi else "The annex is not at hand", (
            Paragraph((Text("Danh mục nhiệm vụ của Quyết định " if vi else "The list of tasks of Decision "), DECISION,
                       Text(" chưa được công bố đầy đủ, nên báo cáo này không nêu." if vi else
                            " is not fully public, so this paper does not state it."))),)),
        Heading(1, (Text("Người lao động ở nước ngoài" if vi else "Workers abroad"),), "workers"),
        Heading(2, (Text("Mục tiêu " if vi else "Objective "), Counter("5"),
                    Text(": con đường di cư hợp pháp" if vi else ": regular pathways"))),
        Paragraph(_second(vi)),
        _table(vi),
        _chart(vi),
        Heading(1, (Text("Việc còn thiếu" if vi else "What is missing"),)),
        Items(_items(vi)),
        Notice(Tone.GAP, "Nhiệm vụ chưa rõ cơ quan chủ trì" if vi else "Tasks without a known lead agency", (
            Items(_items(vi)[:2], ordered=True),)),
        Paragraph((Text("Xem lại phần " if vi else "See again "),
                   Link("Tổng quan" if vi else "Overview", "#overview"), Text(" và " if vi else " and "),
                   Link("trang của Liên hợp quốc" if vi else "the page of the United Nations", "https://www.un.org/"),
                   Text("."))),
        Heading(1, (Text("Kiến nghị" if vi else "Recommendations"),)),
        Paragraph((Text(ALPHABET, language="vi"), Text(" "), Text(ALPHABET.upper(), strong=True, language="vi"))),
    )  # fmt: skip


def _opening(vi: bool) -> Inlines:
    if vi:
        return filled(
            "Thực hiện Quyết định {decision} ngày {day} của Thủ tướng Chính phủ, các bộ, ngành và địa phương đã triển khai"
            " kế hoạch. Trong kỳ, {workers} người lao động đi làm việc ở nước ngoài theo hợp đồng, theo"
            " số liệu của cơ quan quản lý; tổng ba năm là {total}.",
            {"decision": (DECISION,), "day": (Cited("20/3/2020", DECISION.source),),
             "workers": (Figure("160,0 nghìn", "workers.2023"),), "total": (Figure("347,8 nghìn", "workers.sum"),)},
        )  # fmt: skip
    return filled(
        "Under Decision {decision} of {day} of the Prime Minister, ministries and localities carried out the plan. In the"
        " period, {workers} workers went abroad under contract, as the managing agency counts them; over three years,"
        " {total}.",
        {"decision": (DECISION,), "day": (Cited("20 March 2020", DECISION.source),),
         "workers": (Figure("160.0 thousand", "workers.2023"),), "total": (Figure("347.8 thousand", "workers.sum"),)},
    )  # fmt: skip


def _second(vi: bool) -> Inlines:
    return (
        Text("Con số " if vi else "The number "), Figure("160,0" if vi else "160.0", "workers.2023"),
        Text(" nghìn là cao nhất trong các năm có số liệu; " if vi else " thousand is the highest of the years with data; "),
        Text("nghị quyết " if vi else "resolution "), Cited("A/RES/73/195", "United Nations General Assembly"),
        Text(" không đặt chỉ tiêu bằng số. " if vi else " sets no numerical target. "),
        Text("Global Compact for Safe, Orderly and Regular Migration", emphasis=True, language="en"), Text("."),
    )  # fmt: skip


def _table(vi: bool) -> Table:
    rows = tuple(
        ((Counter(year),), (Figure(texts[1 if vi else 2], f"workers.{year}"),),
         (Text("Dữ liệu mẫu, chưa kiểm chứng" if vi else "Sample data, not verified"),))
        for year, texts in YEARS.items()
    )  # fmt: skip
    return Table(
        "Người lao động đi làm việc ở nước ngoài, 2021–2023 (nghìn người)"
        if vi else "Workers who went abroad, 2021–2023 (thousand people)",
        (Column("Năm" if vi else "Year"), Column("Số người" if vi else "People", numeric=True),
         Column("Ghi chú" if vi else "Remark", share=2.5)),
        (*rows, ((Text("Không rõ năm" if vi else "Year unknown"),), (), (Text("Không có" if vi else "None"),))),
        (Text("Nguồn: " if vi else "Source: "), Cited("Khung mẫu 2024", "Khung mẫu" if vi else "Sample frame")),
    )  # fmt: skip


def _chart(vi: bool) -> Chart:
    specification: dict[str, Any] = {
        "data": {"values": [{"year": year, "people": value[0]} for year, value in YEARS.items()]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "Năm" if vi else "Year", "axis": {"labelAngle": 0}},
            "y": {"field": "people", "type": "quantitative", "title": "Nghìn người" if vi else "Thousand people"},
        },
    }
    return Chart(
        "Người lao động đi làm việc ở nước ngoài theo năm" if vi else "Workers who went abroad, by year",
        specification,
        "Số người tăng mạnh sau đại dịch rồi tăng chậm lại." if vi else "Numbers rose steeply after the pandemic, then slowed.",
        _table(vi),
    )  # fmt: skip


def _items(vi: bool) -> tuple[Inlines, ...]:
    return (
        (Text("Nhiệm vụ " if vi else "Task "), Counter("II.3"), Text(": chưa có đơn vị báo cáo" if vi else ": nobody reported")),
        (Text("Số liệu theo giới tính" if vi else "Data by sex"),),
        (Text("Số liệu về người trở về" if vi else "Data on people who returned"),),
    )  # fmt: skip


def _trace(claim: str, printed: str, year: str, vi: bool) -> Trace:
    evidence = Step("evidence", "bao-cao-mau.pdf", (("SHA-256", "0c9a" * 16),))
    source = Step("source", "Báo cáo mẫu của cơ quan quản lý" if vi else "Sample report of the managing agency",
                  (("Trang" if vi else "Page", "17"), ("Kiểm chứng" if vi else "Verified", "chưa" if vi else "no")),
                  (evidence,))  # fmt: skip
    observation = Step(
        "observation", f"Người lao động, {year}" if vi else f"Workers, {year}",
        (("Giá trị" if vi else "Value", printed), ("Đơn vị" if vi else "Unit", "nghìn người" if vi else "thousand people"),
         ("Kỳ" if vi else "Period", year), ("Ngày công bố" if vi else "Vintage", "15/01/2024"),
         ("Từ hạn định" if vi else "Qualifier", "khoảng" if vi else "about")),
        (source,),
    )  # fmt: skip
    return Trace(claim, printed, Step("expression", f"value(workers, {year})", (), (observation,)))


def _sum(vi: bool) -> Trace:
    below = tuple(_trace("", texts[1 if vi else 2], year, vi).root.steps[0] for year, texts in YEARS.items())
    return Trace("workers.sum", "347,8" if vi else "347.8", Step("expression", "sum(workers)", (), below))

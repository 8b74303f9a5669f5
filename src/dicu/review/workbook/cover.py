"""The first sheet: whose form this is, how much is still to be filled in, and how it is done."""

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from dicu.review.workbook import styles
from dicu.review.workbook.form import Form
from dicu.review.workbook.styles import Styles
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T

WIDTHS = (30, 90)
GUIDANCE = (
    Bilingual(
        "Điền vào các ô nền trắng ở hai trang Nhiệm vụ và Số liệu. Ô nền xám là phần cố định, đã được khóa. Không thêm, "
        "xóa hay gộp ô, không đổi tên trang và tiêu đề cột; có thể lọc, in và chỉnh độ rộng.",
        "Fill in the white cells of the sheets Tasks and Figures. Grey cells are fixed and locked. Add, remove and join "
        "no cells, rename no sheets and headings; you may filter, print and change widths.",
    ),
    Bilingual(
        "Mỗi nhiệm vụ: chọn tình trạng thực hiện; nếu đã hoàn thành thì ghi ngày hoàn thành; viết kết quả và khó khăn, vướng mắc.",
        "For each task choose how far it is; give the day if it is completed; write what was done and what stood in the way.",
    ),
    Bilingual(
        "Mỗi chỉ số: ghi số liệu cùng nguồn, hoặc chọn lý do không có số liệu – không ghi cả hai. Số 0 là một số liệu. "
        "Không ghi chữ trong ô số.",
        "For each indicator give the value with its source, or choose the reason why there is none – not both. Zero is a "
        "value. Write no words in the cell of a number.",
    ),
    Bilingual(
        "Cột “Kỳ trước đã được chấp nhận” chỉ để tham khảo, không được tính cho kỳ này. Riêng nguồn số liệu của kỳ trước "
        "được điền sẵn bằng chữ nghiêng: kiểm tra và sửa nếu đã khác.",
        "The column “Accepted in the last round” is for reference and counts for nothing in this round. Only last round's"
        " sources are filled in, in italics: check them, and change what is different.",
    ),
    Bilingual(
        "Cột “Kiểm tra” báo ngay điều còn thiếu. Dòng “Đã khóa” là dòng đã gửi hoặc đang chờ duyệt, không sửa được.",
        "The column “Check” says at once what is missing. Rows that are “Locked” were sent or wait for clearance, and cannot be changed.",
    ),
    Bilingual(
        "Dán từ tệp khác: chỉ dán giá trị (Dán đặc biệt → Giá trị), không dán công thức.",
        "When you paste from elsewhere, paste values only (Paste special → Values), no formulas.",
    ),
    Bilingual(
        "Lưu dạng .xlsx rồi tải lên ở trang báo cáo của cơ quan, mục Biểu mẫu Excel. Biểu mẫu được nhận toàn bộ hoặc "
        "không nhận gì; nếu có lỗi, hệ thống chỉ rõ trang, dòng và cột. Nếu trong lúc đó ai đã sửa cùng một ô trên hệ "
        "thống, bạn được xem cả hai và chọn.",
        "Save it as .xlsx and upload it on the page of your agency's report, under Excel form. It is taken in whole or "
        "not at all; where something is wrong, you are told the sheet, row and column. If somebody has changed the same "
        "cell on the pages meanwhile, you see both and choose.",
    ),
    Bilingual(
        "Minh chứng được đính kèm trên trang của từng nhiệm vụ, không đính kèm trong biểu mẫu này. Tải biểu mẫu lên chưa "
        "phải là gửi báo cáo: sau đó còn bước duyệt và gửi.",
        "Evidence is attached on the page of each task, not in this form. Uploading the form does not send the report: "
        "clearing and sending come after it.",
    ),
)


def drawn(sheet: Worksheet, made: Styles, form: Form, left: str, left_now: int) -> None:
    """`left`: the formula that counts the rows to be mended; `left_now`: what it gives now."""
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    row = _head(sheet, made, form)
    row = _facts(sheet, made, form, row)
    row = _left(sheet, made, form, (left, left_now), row)
    _guidance(sheet, made, form, row)
    _page(sheet, row)


def _head(sheet: Worksheet, made: Styles, form: Form) -> int:
    title = T("Reporting form").say(form.language).upper()
    look = {"bold": True, "font_size": 16, "font_color": styles.BLUE}
    sheet.write_string(0, 0, title, made.of(text_wrap=False, **look))
    sheet.set_row(0, 26)
    sheet.write_string(1, 0, form.say(form.round.title), made.of(text_wrap=False, bold=True, font_size=13))
    banner = form.say(form.plan.banner) if form.plan.synthetic else ""
    sheet.write_string(2, 0, banner, made.of(text_wrap=False, italic=True, font_color=styles.BAD_INK))
    return 4


def _facts(sheet: Worksheet, made: Styles, form: Form, row: int) -> int:
    language, o = form.language, form.round
    not_known = T("not known").say(language)
    facts = (
        (T("Agency"), f"{form.say(form.agency)} ({form.identity.agency})"),
        (T("Plan"), form.say(form.plan.title)),
        (T("Data up to"), dates.short(o.cut_off, language) if o.cut_off else not_known),
        (T("Last day to send"), dates.short(o.due, language) if o.due else not_known),
        (T("Form made on"), f"{dates.short(form.made_on, language)} – {form.officer}"),
        (T("Rows"), T("{tasks} tasks, {figures} figures", tasks=len(form.lines), figures=len(form.figures())).say(language)),
    )
    for offset, (label, value) in enumerate(facts):
        sheet.write_string(row + offset, 0, label.say(language), made.fixed(bold=True))
        sheet.write_string(row + offset, 1, value, made.of(border=1, border_color=styles.LINE))
    return row + len(facts) + 1


def _left(sheet: Worksheet, made: Styles, form: Form, left: tuple[str, int], row: int) -> int:
    sheet.write_string(row, 0, T("Rows still to be filled in or mended").say(form.language), made.fixed(bold=True, font_size=13))
    style = made.of(bold=True, font_size=16, align="left", border=1, border_color=styles.LINE, num_format="0")
    sheet.write_formula(row, 1, left[0], style, left[1])
    sheet.set_row(row, 30)
    for criteria, look in (("==", (styles.GOOD, styles.GOOD_INK)), (">", (styles.BAD, styles.BAD_INK))):
        colours = made.book.add_format({"bg_color": look[0], "font_color": look[1]})
        sheet.conditional_format(row, 1, row, 1, {"type": "cell", "criteria": criteria, "value": 0, "format": colours})
    return row + 2


def _guidance(sheet: Worksheet, made: Styles, form: Form, row: int) -> None:
    sheet.write_string(row, 0, T("How to fill it in").say(form.language), made.of(bold=True, font_size=13, font_color=styles.BLUE))
    for number, paragraph in enumerate(GUIDANCE, 1):
        text = f"{number}. {paragraph.say(form.language)}"
        sheet.merge_range(row + number, 0, row + number, 1, "")
        sheet.write_string(row + number, 0, text, made.of())
        sheet.set_row(row + number, 15.5 * (1 + len(text) // 128) + 4)


def _page(sheet: Worksheet, row: int) -> None:
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row + len(GUIDANCE), 1)

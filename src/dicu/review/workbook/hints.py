"""What the form says beside a cell while it is being filled in, and when something else than expected is typed there."""

from dicu.vocabulary.bilingual import Bilingual

_LIST = Bilingual("Chọn một giá trị trong danh sách.", "Choose one of the values of the list.")
_TEXT = Bilingual(
    "Nội dung quá dài. Rút gọn, phần còn lại gửi thành tệp đính kèm.", "The text is too long. Shorten it, and attach the rest."
)
HINTS: dict[str, tuple[Bilingual, Bilingual]] = {
    "claim": (
        Bilingual("Chọn mức độ thực hiện đến ngày chốt số liệu.", "Choose how far the task is on the cut-off day."),
        _LIST,
    ),
    "completed_on": (
        Bilingual(
            "Chỉ ghi khi đã hoàn thành. Dạng ngày/tháng/năm, ví dụ 22/11/2026.",
            "Only when completed. Day/month/year, as in 22/11/2026.",
        ),
        Bilingual("Ghi ngày theo dạng ngày/tháng/năm, không sau hôm nay.", "Write day/month/year, not after today."),
    ),
    "narrative": (
        Bilingual(
            "Đã làm gì, ở đâu, kết quả ra sao. Số liệu ghi ở trang Số liệu.",
            "What was done, where, with what result. Figures stand on the other sheet.",
        ),
        _TEXT,
    ),
    "difficulties": (
        Bilingual("Vướng mắc và nguyên nhân. Không có thì để trống.", "What stood in the way, and why. Leave it empty if nothing did."),
        _TEXT,
    ),
    "value": (
        Bilingual(
            "Chỉ ghi số, không ghi chữ, đơn vị hay dấu %. Số 0 là một số liệu.",
            "Only the number: no words, unit or % sign. Zero is a value.",
        ),
        Bilingual(
            "Ở đây chỉ ghi số. Nếu chưa có số liệu, để trống và chọn lý do ở cột bên.",
            "Only a number goes here. If there is none, leave it empty and choose the reason beside it.",
        ),
    ),
    "missing": (
        Bilingual("Chỉ chọn khi không có số liệu.", "Only when there is no value."),
        _LIST,
    ),
    "qualifier": (
        Bilingual("Chỉ chọn khi số liệu là ước tính hoặc gần đúng.", "Only when the value is an estimate or not exact."),
        _LIST,
    ),
    "period": (
        Bilingual("Năm 2025, quý 2025-Q1, nửa năm 2025-H1, tháng 2025-05.", "Year 2025, quarter 2025-Q1, half 2025-H1, month 2025-05."),
        _TEXT,
    ),
    "source": (
        Bilingual(
            "Sổ theo dõi, bảng hoặc văn bản mà số liệu lấy từ đó. Chữ nghiêng là nguồn kỳ trước, sửa nếu đã khác.",
            "The register, table or document it comes from. In italics: last round's; change it if it is another.",
        ),
        _TEXT,
    ),
    "locator": (
        Bilingual("Trang, bảng hoặc mục trong nguồn.", "The page, table or item in the source."),
        _TEXT,
    ),
}
"""Column → the hint, and the refusal."""

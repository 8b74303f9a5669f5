"""The fixed words of papers, in both languages."""

from dicu.vocabulary.bilingual import Bilingual

COUNTRY = Bilingual("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")  # Quốc hiệu
MOTTO = Bilingual("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")  # Tiêu ngữ
NUMBER = Bilingual("Số:", "No.:")
NO_NUMBER = Bilingual("……/……", "……/……")
NO_DAY = Bilingual("ngày … tháng … năm …", "… … …")
RECIPIENTS = Bilingual("Nơi nhận:", "Recipients:")
SIGNATURE = Bilingual("Chữ ký", "Signature")
CONTENTS = Bilingual("Mục lục", "Contents")
SKIP = Bilingual("Bỏ qua, đến nội dung chính", "Skip to the main content")
TRACES = Bilingual("Nguồn của các con số", "Where the numbers come from")
TRACES_INTRODUCTION = Bilingual(
    "Mỗi con số trong báo cáo dẫn đến một ghi chú dưới đây: cách tính, số liệu đã dùng, nơi công bố và tài liệu kèm theo.",
    "Each number in this paper leads to a note below: how it was computed, what was observed, where it was published, and the evidence.",
)
QUOTED = Bilingual("Nguồn trích dẫn", "Works quoted")
BACK = Bilingual("Trở lại chỗ in số này", "Back to this number in the text")
BACK_NTH = Bilingual("Trở lại chỗ in số này, lần {nth}", "Back to this number in the text, place {nth}")
PAGE = Bilingual("Trang", "Page")
FIGURE_HINT = Bilingual("Liên kết đến nguồn của con số", "Link to where the number comes from")
NOTE = Bilingual("Ghi chú {number}", "Note {number}")
AS_TABLE = Bilingual("Số liệu của biểu đồ dưới dạng bảng", "The chart's data as a table")
SCROLLS = Bilingual("Bảng: {caption}. Có thể cuộn ngang.", "Table: {caption}. It may scroll sideways.")
CHART_SCROLLS = Bilingual("Biểu đồ: {title}. Có thể cuộn ngang.", "Chart: {title}. It may scroll sideways.")
STANDING = Bilingual("Tính chất của văn bản này", "The standing of this paper")
CHART = Bilingual("Biểu đồ: {title}. {description}", "Chart: {title}. {description}")
COLOPHON = Bilingual("Dấu nhận dạng của dữ liệu đầu vào: {snapshot}", "Identity of the frozen inputs: {snapshot}")
NO_CONTENT = Bilingual("Báo cáo này chưa có nội dung.", "This paper has no content yet.")
EMPTY_CELL = Bilingual("để trống", "left empty")

KINDS = {
    "expression": Bilingual("Biểu thức", "Expression"),
    "observation": Bilingual("Số liệu", "Observation"),
    "line": Bilingual("Mục báo cáo", "Report line"),
    "source": Bilingual("Nguồn", "Source"),
    "evidence": Bilingual("Tài liệu kèm theo", "Evidence"),
    "count": Bilingual("Phép đếm", "Count"),
}

TONES = {  # said in words, so that a notice does not speak by colour alone; what is neutral needs no word
    "unverified": Bilingual("Chưa kiểm chứng", "Not verified"),
    "synthetic": Bilingual("Dữ liệu giả lập", "Synthetic data"),
    "gap": Bilingual("Còn thiếu", "Missing"),
}

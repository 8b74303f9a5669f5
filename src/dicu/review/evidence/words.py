"""The words for the codes of evidence, in both languages."""

from dicu.review.evidence import checks
from dicu.review.evidence.model import Classification, EvidenceKind, Place
from dicu.vocabulary.messages import Message, T

KIND: dict[str, Message] = {
    EvidenceKind.DOCUMENT: T("Document"),
    EvidenceKind.DATASET: T("Dataset"),
    EvidenceKind.LEGAL_ACT: T("Legal act"),
    EvidenceKind.REGISTER_EXTRACT: T("Extract of a register"),
    EvidenceKind.WEB_PAGE: T("Web page"),
}
CLASSIFICATION: dict[str, Message] = {
    Classification.PUBLIC: T("Public"),
    Classification.INTERNAL: T("Internal"),
    Classification.RESTRICTED: T("Restricted"),
    "": T("Not classified yet"),
}
CLASSIFICATION_MEANS: dict[str, Message] = {
    Classification.PUBLIC: T("Public: papers may name it"),
    Classification.INTERNAL: T("Internal: for officers who may see the line; papers do not name it"),
    Classification.RESTRICTED: T(
        "Restricted: for your agency, coordinators and auditors; no paper rests on it without an approved public claim"
    ),
}
CLASSIFICATION_TONES = {Classification.PUBLIC: "good", Classification.INTERNAL: "info", Classification.RESTRICTED: "bad", "": "neutral"}
PLACE: dict[str, Message] = {
    Place.PAGE: T("Page"),
    Place.PARAGRAPH: T("Paragraph"),
    Place.TABLE: T("Table"),
    Place.NOT_KNOWN: T("Not known"),
}
LANGUAGE: dict[str, Message] = {
    "vi": T("Vietnamese"),
    "en": T("English"),
    "fr": T("French"),
    "zh": T("Chinese"),
    "lo": T("Lao"),
    "km": T("Khmer"),
    "th": T("Thai"),
    "ja": T("Japanese"),
    "ko": T("Korean"),
    "mis": T("Another language"),
}
FILE_STATE: dict[str, Message] = {
    "": T("Not checked yet"),
    checks.INTACT: T("The kept file has its hash"),
    checks.DAMAGED: T("Damaged: the hash differs"),
    checks.LOST: T("Lost: the file is not in the house"),
}
LINK_STATE: dict[str, Message] = {
    "": T("Not checked yet"),
    checks.ALIVE: T("Answers"),
    checks.CHANGED: T("Changed since capture: hash differs"),
    checks.GONE: T("Dead: the page is gone"),
    checks.SILENT: T("No answer"),
    checks.CLOSED: T("Answers, but not to us"),
    checks.BARRED: T("Not asked: the address leads to where the house does not ask"),
}
STATE_TONES = {
    "": "neutral",
    checks.INTACT: "good",
    checks.ALIVE: "good",
    checks.DAMAGED: "bad",
    checks.LOST: "bad",
    checks.CHANGED: "bad",
    checks.GONE: "bad",
    checks.SILENT: "waiting",
    checks.CLOSED: "neutral",
    checks.BARRED: "neutral",
}
CLAIM_STATE: dict[str, Message] = {
    "proposed": T("Waits for another coordinator"),
    "approved": T("Approved"),
    "refused": T("Refused"),
    "withdrawn": T("Taken back"),
}

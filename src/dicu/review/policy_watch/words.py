"""The words of policy watch as people read them."""

from collections.abc import Mapping

from dicu.vocabulary.messages import Message, T

JURISDICTION: Mapping[str, Message] = {"VNM": T("Viet Nam"), "GBR": T("United Kingdom"), "both": T("both countries")}
KIND: Mapping[str, Message] = {
    "law": T("Law (primary)"),
    "resolution": T("Resolution"),
    "decree": T("Decree"),
    "decision": T("Decision of the Prime Minister"),
    "circular": T("Circular"),
    "rule-change": T("Change of rules"),
    "guidance": T("Guidance"),
    "agreement": T("Agreement between the countries"),
    "route-opened": T("Route opened"),
    "route-changed": T("Route changed"),
    "route-closed": T("Route closed"),
}
TOPIC: Mapping[str, Message] = {
    "immigration": T("entry, exit and residence"),
    "labour": T("labour"),
    "trafficking": T("human trafficking"),
    "data-protection": T("personal data"),
    "nationality": T("nationality"),
    "civil-status": T("civil status"),
    "mutual-assistance": T("mutual legal assistance"),
    "administration": T("who is responsible"),
}
WHOM: Mapping[str, Message] = {
    "workers": T("workers"),
    "students": T("students"),
    "families": T("families"),
    "victims": T("victims of trafficking"),
    "children": T("children"),
    "returnees": T("people who return"),
    "foreigners": T("foreigners in Viet Nam"),
    "citizens-abroad": T("citizens abroad"),
    "employers": T("employers"),
    "enterprises": T("enterprises that send workers"),
    "carriers": T("carriers"),
    "agencies": T("public agencies"),
}
CERTAINTY: Mapping[str, Message] = {
    "statute": T("law in writing"),
    "guidance": T("guidance of an authority"),
    "treaty": T("agreement or statement of the two countries"),
    "target": T("aim"),
    "placeholder": T("placeholder: nothing sure is known"),
}
READ: Mapping[str, Message] = {
    "text": T("the text was read"),
    "excerpt": T("parts of the text were read"),
    "secondary": T("the text was not read; others write about it"),
    "not-read": T("the text was not read; another text names it"),
}
RELATION: Mapping[str, Message] = {
    "amends": T("amends"),
    "replaces": T("replaces"),
    "implements": T("gives details of"),
    "builds-on": T("builds on"),
}
FORCE: Mapping[bool | None, Message] = {True: T("in force"), False: T("not in force"), None: T("not known whether in force")}
STATE: Mapping[str, Message] = {
    "verified": T("checked at its source"),
    "unverified": T("unverified"),
    "proposed": T("proposed, not public"),
    "withdrawn": T("withdrawn"),
}
TONES: Mapping[str, str] = {"verified": "good", "unverified": "late", "proposed": "waiting", "withdrawn": "bad"}
STEP: Mapping[str, Message] = {
    "proposed": T("proposed"),
    "verified": T("checked"),
    "corrected": T("corrected"),
    "withdrawn": T("withdrawn"),
}
HOW: Mapping[str, Message] = {"added": T("new"), "removed": T("taken out"), "changed": T("changed")}
UNVERIFIED = T("unverified")
NOT_OFFICIAL = T("Nobody has checked this at its source. It is no official information; do not rely on it alone.")
CHOICES: Mapping[str, Mapping[str, Message]] = {
    "jurisdiction": JURISDICTION,
    "kind": KIND,
    "topic": TOPIC,
    "whom": WHOM,
    "certainty": CERTAINTY,
    "read": READ,
}

"""The words of dialogues as people read them: states, sides, types, steps."""

from collections.abc import Mapping

from dicu.vocabulary.messages import Message, T

STATE: Mapping[str, Message] = {
    "recorded": T("recorded"),
    "assigned": T("assigned"),
    "in-progress": T("in progress"),
    "reported": T("reported to the partner"),
    "carried": T("carried over"),
    "fulfilled": T("fulfilled"),
    "restated": T("restated"),
    "lapsed": T("lapsed"),
}
TONES: Mapping[str, str] = {
    "recorded": "neutral",
    "assigned": "info",
    "in-progress": "info",
    "reported": "waiting",
    "carried": "waiting",
    "fulfilled": "good",
    "restated": "neutral",
    "lapsed": "bad",
}
SIDE: Mapping[str, Message] = {"ours": T("our side"), "theirs": T("the partner"), "both": T("both sides")}
TYPE: Mapping[str, Message] = {
    "activity": T("Activity"),
    "exchange": T("Exchange of information"),
    "instrument": T("Document to be made"),
    "meeting": T("Meeting"),
    "funding": T("Funding"),
    "target": T("Target"),
}
INSTRUMENT: Mapping[str, Message] = {
    "mou": T("Memorandum of understanding"),
    "joint-statement": T("Joint statement"),
    "communique": T("Joint communiqué"),
    "action-plan": T("Plan of action"),
    "agreement": T("Agreement"),
    "minutes": T("Minutes"),
}
STATUS: Mapping[str, Message] = {
    "signed": T("signed"),
    "announced": T("announced"),
    "in-force": T("named as in force"),
    "draft": T("draft"),
}
ROUND: Mapping[str, Message] = {
    "proposed": T("proposed"),
    "date-agreed": T("date agreed"),
    "agenda-exchanged": T("agenda exchanged"),
    "held": T("held"),
    "minutes-draft": T("minutes being drafted"),
    "minutes-agreed": T("minutes agreed"),
    "published": T("made public"),
    "restricted": T("restricted"),
    "reviewed": T("reviewed"),
}
LINEAGE: Mapping[str, Message] = {
    "builds-on": T("builds on"),
    "replaces": T("replaces"),
    "implements": T("implements"),
    "names": T("names as in force"),
}
RELATION: Mapping[str, Message] = {
    "same": T("the same"),
    "wider": T("wider"),
    "narrower": T("narrower"),
    "merged": T("merged"),
    "split": T("split"),
    "new": T("new"),
    "dropped": T("no longer a pillar"),
}
GROUP: Mapping[str, Message] = {"proposed": T("proposed"), "set-up": T("set up"), "ended": T("ended")}
SENSITIVITY: Mapping[str, Message] = {"public": T("public"), "internal": T("internal"), "restricted": T("restricted")}
HAPPENED: Mapping[str, Message] = {
    "recorded": T("Recorded"),
    "assigned": T("Somebody has it"),
    "started": T("Begun"),
    "reported": T("Reported to the partner"),
    "agreed": T("Agreed"),
    "confirmed": T("Confirmed"),
    "fulfilled": T("Fulfilled"),
    "carried": T("Carried over"),
    "restated": T("Restated"),
    "lapsed": T("Lapsed"),
    "linked": T("Linked with a plan"),
    "unlinked": T("Link taken off"),
}
KEY: Mapping[str, Message] = {"agreed": T("agreed"), "fulfilled": T("fulfilled")}
LINK: Mapping[str, Message] = {"implements": T("implements it"), "contributes": T("contributes to it"), "measures": T("measures it")}
PART: Mapping[str, Message] = {
    "series": T("The series"),
    "sources": T("Sources"),
    "rounds": T("Rounds of the dialogue"),
    "pillars": T("Pillars between rounds"),
    "instruments": T("Instruments"),
    "commitments": T("Commitments"),
}
HOW: Mapping[str, Message] = {"added": T("added"), "removed": T("removed"), "changed": T("changed")}
DAYS_RULE = T("Calendar days: the day of the promise is not counted, the day of delivery is.")
NOT_HAD = T("The official text is not at hand.")
UNVERIFIED = T("unverified")
NOT_KNOWN = T("not known")
SUMMARY = T("working summary of press accounts")

"""Changes of law and of legal routes in both countries since the round before, with whether somebody has checked them."""

from collections.abc import Iterator

from dicu.documents.building import words
from dicu.documents.model import Block, Cited, Heading, Inlines, Items, Paragraph
from dicu.review.dialogues.brief.writing import Writing
from dicu.review.dialogues.words import UNVERIFIED
from dicu.review.policy_watch.standing import Policy
from dicu.review.policy_watch.words import JURISDICTION
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Message, T

DAYS = (("adopted", T("adopted")), ("published", T("published")), ("in_force", T("in force from")), ("ends", T("ends")))


def sections(w: Writing) -> Iterator[Block]:
    """Nothing where it is not known since when to tell."""
    since, rows = w.brief.since, w.brief.policies
    if since is None:
        return
    yield Heading(1, w.text(T("Changes of law and of legal routes since the last round")), "policy")
    if not rows:
        yield Paragraph(w.text(T("The policy registers hold none.")))
        return
    yield Items(tuple(_row(w, p) for p in rows))


def _row(w: Writing, p: Policy) -> Inlines:
    e = p.entry
    source = "; ".join(s.title for s in e.sources) or p.code
    number = (*words(" ("), Cited(e.symbol, source), *words(")")) if e.symbol else ()
    mark = () if e.verified else (*words(" — "), *w.text(UNVERIFIED, strong=True))
    head = (*w.text(JURISDICTION[e.jurisdiction]), *words(": "), Cited(w.say(e.title), source), *number, *_days(w, p, source))
    return (*head, *words(". "), Cited(w.say(e.changes), source), *mark)


def _days(w: Writing, p: Policy, source: str) -> Inlines:
    known = [(said, day) for name, said in DAYS if (day := getattr(p.entry, name))]
    return tuple(one for said, day in known for one in _day(w, said, dates.short(day, w.language), source))


def _day(w: Writing, said: Message, day: str, source: str) -> Inlines:
    return (*words("; "), *w.text(said), *words(" "), Cited(day, source))

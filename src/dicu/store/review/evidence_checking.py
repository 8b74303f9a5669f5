"""Looking again at all evidence: whether each kept file still has its hash, and whether pages still stand. No transaction is open
while a file is read or a server is asked; each finding is recorded by itself, so a run that is cut off loses nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from dicu.intake.files import DamagedFile, FileVault, NoSuchFile
from dicu.review.evidence.checks import ANSWERED, DAMAGED, INTACT, LOST, Finding, file_subject, link_subject
from dicu.review.evidence.ports import Tally
from dicu.store.review.evidence_links import Pages
from dicu.store.review.evidence_models import EvidenceRow
from dicu.store.review.evidence_records import last_looks, record
from dicu.store.review.packing import unpacked_file
from dicu.store.security.session import maintaining

FILES_AGAIN, LINKS_AGAIN = timedelta(days=7), timedelta(days=1)
AT_ONCE = 500
"""Subjects in one go of the worker; what was looked at longest ago comes first."""
WELL = frozenset({INTACT, *ANSWERED})


@dataclass(frozen=True)
class Watch:
    """`pages`: None where the house asks no servers (DICU_EVIDENCE_LINKS)."""

    vault: FileVault
    pages: Pages | None
    now: Callable[[], datetime]

    def tick(self) -> Tally:
        """What is due: a file each week, a page each day."""
        with transaction.atomic(), maintaining():
            found = _subjects("")
            due = self._due(found)[:AT_ONCE]
        return self._look({subject: found[subject] for subject in due})

    def run(self, plan: str, *, links: bool = True) -> Tally:
        """All of a plan, whenever it was looked at last."""
        with transaction.atomic(), maintaining():
            found = _subjects(plan)
        return self._look({s: digest for s, digest in found.items() if links or s.startswith("file:")})

    def _due(self, subjects: Iterable[str]) -> list[str]:
        last, now = last_looks(subjects), self.now()
        asked = [s for s in subjects if self.pages or s.startswith("file:")]
        due = [s for s in asked if s not in last or now - last[s] >= (FILES_AGAIN if s.startswith("file:") else LINKS_AGAIN)]
        return sorted(due, key=lambda s: (s in last, last.get(s, now)))

    def _look(self, subjects: Mapping[str, str]) -> Tally:
        files = links = faults = 0
        for subject, digest in subjects.items():
            finding = self._file(subject, digest) if subject.startswith("file:") else self._link(subject)
            if finding is None:
                continue
            with transaction.atomic(), maintaining():
                record(finding, digest, self.now())
            of_file = subject.startswith("file:")
            files, links, faults = files + of_file, links + (not of_file), faults + (finding.state not in WELL)
        return Tally(files, links, faults)

    def _file(self, subject: str, digest: str) -> Finding:
        try:
            self.vault.verify(digest)
        except DamagedFile:
            return Finding(subject, DAMAGED)
        except NoSuchFile:
            return Finding(subject, LOST)
        return Finding(subject, INTACT)

    def _link(self, subject: str) -> Finding | None:
        return self.pages.look(subject) if self.pages else None


def _subjects(plan: str) -> dict[str, str]:
    """Subject → digest of the evidence it is about, drafts included: a file that rots before it is sent is lost as well."""
    rows = EvidenceRow.objects.filter(**({"plan": plan} if plan else {})).exclude(working=None, sent=None)
    files = (unpacked_file(raw) for pair in rows.values_list("working", "sent") for raw in pair if raw)
    return {subject: file.digest for file in files for subject in (file_subject(file), link_subject(file)) if subject}

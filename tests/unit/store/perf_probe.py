import time, tracemalloc
from django.db import connection, transaction
from tests.unit.store.conftest import KINDS, LAN, at_work, ticking
from dicu.ledger.model import Draft, Stream
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import speaking_as, maintaining
from dicu.access.model import Officer, Grant
from datetime import datetime, UTC
AN = Officer("an","An","BCA",(Grant("coordinator"),))
LAN_O = Officer("lan","An","A7",(Grant("reporter","A7"),))
def test_perf(transactional_db, superuser_sql):
    ledger = PostgresLedger(KINDS, now=lambda: datetime.now(UTC))
    text = "Đã tổ chức 12 lớp tập huấn cho cán bộ. " * 20
    t=time.perf_counter()
    for s in range(200):
        a=f"A{s%60}"
        with at_work():
            ledger.append(Stream(f"report/demo/{s}/{a}", a, "vn"), tuple(Draft("noted", {"text": text+str(i)}) for i in range(100)), expected=0, author=LAN)
    print("\nappend 20k", time.perf_counter()-t)
    for name,cm in (("all",AN),("own",LAN_O)):
        with transaction.atomic(), speaking_as(cm):
            t=time.perf_counter(); assert ledger.verify() is None; print("verify",name, time.perf_counter()-t)
            t=time.perf_counter(); e,n=ledger.latest(50,0); print("latest",name,n, time.perf_counter()-t)
            t=time.perf_counter(); e,n=ledger.latest(50,15000); print("latest deep",name,n, time.perf_counter()-t)
            t=time.perf_counter(); ledger.read("report/demo/7/A7"); print("read",name, time.perf_counter()-t)
    superuser_sql("""INSERT INTO review_line (id, plan, round, agency, task, task_order, state, submitted_by, line)
       SELECT r||'/'||a||'/'||k, 'demo', r::text, 'A'||a, k::text, k, 'submitted','lan', '{"a": 1}' FROM generate_series(1,10) r, generate_series(1,60) a, generate_series(1,60) k""")
    superuser_sql("ANALYZE")
    for name,cm in (("all",AN),("own",LAN_O)):
      with transaction.atomic(), speaking_as(cm), connection.cursor() as c:
        for q in ("SELECT count(*) FROM review_line", "SELECT count(*) FROM review_line WHERE plan='demo' AND round='7'", "SELECT count(*) FROM ledger_entry"):
            c.execute("EXPLAIN ANALYZE "+q); print(name, q); print("\n".join(r[0] for r in c.fetchall()))
    with transaction.atomic(), connection.cursor() as c: pass

# What is proved inside the bare Debian; started by prove_fresh.sh with the path of the checkout.
cd "$1"
address=http://127.0.0.1:$PORT/

fail() { echo "NOT PROVED: $*"; exit 1; }

page() {  # status of one page, or nothing
  python3 - "$address" <<'P'
import sys, urllib.error, urllib.request
try:
    print(urllib.request.urlopen(sys.argv[1], timeout=30).status)
except urllib.error.HTTPError as fault:
    print(fault.code)
except OSError:
    pass
P
}

others() {  # processes of this namespace that are neither this shell nor its parents
  python3 - <<'P'
import os
from pathlib import Path
mine, pid = set(), os.getpid()
while pid:
    mine.add(pid)
    pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
for entry in Path("/proc").iterdir():
    if entry.name.isdigit() and int(entry.name) not in mine:
        try:
            words = entry.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()[:150]
            print(entry.name, f"uid={entry.stat().st_uid}", words or "(ended)")
        except OSError:
            pass
P
}

none_left() {
  for _ in $(seq 50); do [ -z "$(others)" ] && return; sleep 0.2; done
  fail "left behind: $(others)"
}

timed() { local begun=$EPOCHREALTIME; "$@"; echo "--- took $(python3 -c "print(f'{$EPOCHREALTIME - $begun:.1f} s')"): $*"; }

for tool in postgres node npm chromium gcc; do
  command -v $tool > /dev/null && echo "(this system is not bare: it has $tool)"
done
timed env SERVE=0 make demo
ls build/review/review.vi.html > /dev/null || fail "build/review is not there"
none_left
timed env SERVE=0 make demo
none_left

make demo > demo.log 2>&1 & demo=$!
for _ in $(seq 300); do [ -n "$(page)" ] && break; kill -0 $demo 2> /dev/null || { cat demo.log; fail "make demo ended"; }; sleep 0.2; done
status=$(page); [ "$status" = 200 ] || { cat demo.log; fail "the first page answers ${status:-nothing}"; }
running=$(others)
echo "$running" | grep -vE "keeper|bin/make|make demo|bin/dicu demo" | grep "uid=0 " && fail "a server runs as root"
echo "$running" | grep -q "postgres -D" || fail "no database is seen, so that nothing was proved"
token() { awk -v name="$1" '$0 ~ name { print $NF; exit }' demo.log; }
echo "second terminal:"
DICU_TOKEN=$(token uyen.kiemtoan) timed .venv/bin/dicu ledger verify --as uyen.kiemtoan
DICU_TOKEN=$(token an.ngoaigiao) timed .venv/bin/dicu review build --plan vn-402 --round 2024 --as an.ngoaigiao --out second
cmp second/review.vi.pdf build/review/review.vi.pdf || fail "two builds of one snapshot differ"
if PORT=$PORT .venv/bin/dicu demo; then fail "a second server took the same port"; fi
# what Ctrl-C does at a terminal: the signal goes to the command; make hands SIGTERM on, and a shell without a terminal
# cannot send SIGINT to what it put into the background
kill -TERM $demo; wait $demo || true
tail -n 2 demo.log
none_left

timed env SERVE=0 make demo
if [ -n "${TESTS:-}" ]; then timed make test; none_left; fi

#!/usr/bin/env bash
# Proves the README's two commands on a bare Debian: no PostgreSQL, no Node, no Chromium, no compiler.
#
#   debootstrap --variant=minbase --include=git,make,python3,python3-venv,ca-certificates bookworm DIR
#   sudo tools/prove_fresh.sh DIR            (TESTS=1: also `make test`; ONLY=root or ONLY=user: one of the two)
#
# Everything happens in namespaces of its own: what is mounted there vanishes, and a process that is left behind is seen.
# The machine's way to the package indexes (resolver, certificates, settings of pip, npm and apt) is handed in from here,
# because it belongs to the machine and not to the project; HAND_OVER may name more files, one path after the other.
set -euo pipefail

bare=${1:?Usage: tools/prove_fresh.sh DIR}
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ -z "${PROVING:-}" ]; then
  [ "$(id -u)" = 0 ] || { echo "Run this as root: it mounts and changes roots."; exit 2; }
  exec env PROVING=1 unshare --mount --pid --fork --kill-child "${BASH_SOURCE[0]}" "$bare"
fi

settings() {  # files of this machine that say how to reach the package indexes
  printf '%s\n' /etc/resolv.conf /etc/hosts /etc/ssl/certs /usr/local/share/ca-certificates
  find /etc/apt -name '*.sources' -o -name 'sources.list' -o -path '*trusted.gpg.d/*' -type f
  printf '%s\n' /etc/pip.conf "${XDG_CONFIG_HOME:-$HOME/.config}/pip/pip.conf" "$HOME/.pip/pip.conf" "$HOME/.npmrc" /etc/npmrc
  printf '%s\n' ${HAND_OVER:-}
}

hand_over() {
  local path target
  while read -r path; do
    [ -e "$path" ] || continue
    target=$bare$path
    # an ordinary user of the bare system must read them, too
    case $path in "$HOME"/.npmrc) target=$bare/usr/etc/npmrc ;; "$HOME"/*pip.conf) target=$bare/etc/pip.conf ;; esac
    if [ -d "$path" ]; then mkdir -p "$target"; else mkdir -p "$(dirname "$target")"; [ -e "$target" ] || : > "$target"; fi
    mount --bind "$path" "$target"
  done
}

mount --make-rprivate /
lower=$bare
work=$(mktemp -d --tmpdir="$(dirname "$lower")" proof.XXXXXX)
trap 'umount -R -l "$work/root" 2> /dev/null || true; rm -rf "$work"' EXIT

fresh() {  # the bare system again: what was written to it lies in a layer of its own and is thrown away
  umount -R -l "$work/root" 2> /dev/null || true
  rm -rf "${work:?}"/*
  mkdir -p "$work/upper" "$work/layer" "$work/root"
  mount -t overlay overlay -o "lowerdir=$lower,upperdir=$work/upper,workdir=$work/layer" "$work/root"
  bare=$work/root
  mount -t proc proc "$bare/proc"
  mount --rbind /dev "$bare/dev"
  mount -t tmpfs tmpfs "$bare/tmp"
  settings | sort -u | hand_over
  npm_global=
  if [ -e "$bare/usr/etc/npmrc" ]; then npm_global=npm_config_globalconfig=/usr/etc/npmrc; fi
}

checkout() {  # what a commit would hold, and nothing that was made here
  rm -rf "$bare$1" && mkdir -p "$bare$1"
  (cd "$project" && git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - --ignore-failed-read) \
    | tar -xf - -C "$bare$1"
}

indexes=$(env | grep -iE '^(PIP_|npm_config_|[a-z]+_proxy=|SSL_CERT_|REQUESTS_CA|CURL_CA|NODE_EXTRA_CA)' || true)

inside() {  # account, home, checkout
  local variables
  mapfile -t variables <<< "$indexes"
  chroot --userspec="$1" "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$2" "${variables[@]}" \
    ${npm_global:+"$npm_global"} DICU_LANG=en TESTS="${TESTS:-}" PORT="${PORT:-8431}" bash -euo pipefail "$3/tools/prove_inside.sh" "$3" < /dev/null
}

if [ "${ONLY:-root}" = root ]; then
  echo "=== as root, in a folder that nobody else can enter"
  fresh
  chmod 0700 "$bare/root"
  checkout /root/dicu
  inside root /root /root/dicu
  [ "$(stat -c %a "$bare/root")" = 700 ] || { echo "NOT PROVED: /root was opened"; exit 1; }
fi
if [ "${ONLY:-user}" = user ]; then
  echo "=== as an ordinary user"
  fresh
  chroot "$bare" /usr/sbin/useradd --create-home officer
  checkout /home/officer/dicu
  chroot "$bare" chown -R officer: /home/officer/dicu
  inside officer /home/officer /home/officer/dicu
fi
echo "=== proved"

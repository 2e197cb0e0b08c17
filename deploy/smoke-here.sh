#!/usr/bin/env bash
#
# Runs deploy/smoke.sh against an installation of its own: a broker and two nodes from this source tree, as processes on
# 127.0.0.1 and with data of their own, that end with it. Publishes through a node, and to Kafka as well where kcat is.

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
started=()

end_all() {
  for process in "${started[@]}"; do
    kill "$process" 2>/dev/null || true
  done
  for process in "${started[@]}"; do
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Starts a process that says 'ready KEY=ADDRESS ...' once it works.
start() {
  local name=$1
  shift
  "$root/xorca" "$@" >"$work/$name.out" 2>"$work/$name.err" &
  started+=("$!")
}

# Prints the address that a process says with this key, once it works.
address() {
  local name=$1 key=$2 process=$3 end=$((SECONDS + 120))
  until grep -q '^ready ' "$work/$name.out"; do
    if ! kill -0 "$process" 2>/dev/null || [ "$SECONDS" -ge "$end" ]; then
      echo "smoke-here: FAILED: $name does not get ready" >&2
      cat "$work/$name.err" >&2
      return 1
    fi
    sleep 0.2
  done
  sed -n "s/^ready .*$key=\\([^ ]*\\).*/\\1/p" "$work/$name.out"
}

"$root/xorca" --version >/dev/null # Builds first where that is needed.
start broker kafka --port 0 --data "$work/broker"
kafka=$(address broker kafka "${started[0]}")
for node in 1 2; do
  start "node-$node" serve --bootstrap-servers "$kafka" --machines "$root/deploy/machines" --state-dir "$work/node-$node" \
    --instance-id "node-$node" --http-port 0
done
nodes=()
for node in 1 2; do
  nodes+=(--http "$(address "node-$node" http "${started[$node]}")")
done

"$root/deploy/smoke.sh" "${nodes[@]}"
if command -v kcat >/dev/null; then
  "$root/deploy/smoke.sh" "${nodes[@]}" --bootstrap-servers "$kafka"
fi

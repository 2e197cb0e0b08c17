#!/usr/bin/env bash
#
# Tells whether an installation works: nodes are ready, an orchestration starts, waits a second, and ends. Wants the
# machine deploy/machines/smoke.machine.yaml to be deployed there.
#
#   deploy/smoke.sh --http HOST:PORT [--http HOST:PORT ...] [--bootstrap-servers HOST:PORT [--topic-prefix TEXT]]
#
# The start is published to Kafka where --bootstrap-servers says where that is, which needs kcat, else through the first
# node. Needs curl. Exit code 0 when all went well, 1 when not, 2 when it was called wrongly.

set -euo pipefail

usage() {
  sed -n '3,9s/^# \{0,1\}//p' "$0"
}

wrong() {
  echo "smoke: $*; see --help" >&2
  exit 2
}

failed() {
  echo "smoke: FAILED: $*" >&2
  exit 1
}

bootstrap=''
prefix=''
nodes=()
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit 0 ;;
    --bootstrap-servers | --http | --topic-prefix)
      [ $# -ge 2 ] || wrong "$1 wants a value"
      case $1 in
        --bootstrap-servers) bootstrap=$2 ;;
        --http) nodes+=("$2") ;;
        --topic-prefix) prefix=$2 ;;
      esac
      shift 2
      ;;
    *) wrong "there is no option '$1'" ;;
  esac
done
[ ${#nodes[@]} -gt 0 ] || wrong "--http is missing"
[ -n "$bootstrap" ] || [ -z "$prefix" ] || wrong "--topic-prefix is of use with --bootstrap-servers only"
for tool in curl base64 ${bootstrap:+kcat}; do
  command -v "$tool" >/dev/null || wrong "$tool was not found; install it"
done

# Calls until it succeeds, for at most this many seconds.
await() {
  local seconds=$1 what=$2
  shift 2
  local end=$((SECONDS + seconds))
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || failed "$what: not within $seconds s"
    sleep 0.5
  done
}

ready() {
  curl -sf -m 5 -o /dev/null "http://$1/health/ready"
}

status_of() {
  curl -sf -m 5 "http://$1/orchestrations/$2"
}

is_done() {
  status_of "$1" "$2" | grep -q '"status":"done"'
}

start() {
  printf '{"processId":"%s","version":"1.0.0"}\n' "$process"
}

for node in "${nodes[@]}"; do
  await 60 "node $node is ready" ready "$node"
  echo "smoke: $node is ready"
done

process="smoke-$(date +%s)-$$"
subject=$(printf '{"processId":"%s","name":"smoke","version":"1.0.0"}' "$process" | base64 | tr -d '\n=' | tr '+/' '-_')
began=$SECONDS
if [ -n "$bootstrap" ]; then
  start | kcat -P -b "$bootstrap" -t "${prefix}xorca.smoke.start" \
    -H ce_specversion=1.0 -H "ce_id=$process" -H ce_source=/smoke -H ce_type=xorca.smoke.start \
    -H content-type=application/json || failed "the start could not be published to $bootstrap"
else
  start | curl -sSf -m 30 -o /dev/null -X POST "http://${nodes[0]}/events" --data-binary @- \
    -H ce-specversion:1.0 -H "ce-id:$process" -H ce-source:/smoke -H ce-type:xorca.smoke.start \
    -H content-type:application/json || failed "the start could not be published through ${nodes[0]}"
fi
echo "smoke: started $process"

for node in "${nodes[@]}"; do
  await 30 "$process is done, as $node tells it" is_done "$node" "$subject"
  echo "smoke: done, as $node tells it"
done
echo "smoke: all is well, in about $((SECONDS - began)) s"

#!/usr/bin/env bash
#
# End-to-end load on this machine alone: broker, router, services and load as processes of their own. Builds first when the
# sources have changed. `benchmarks/run-load.sh SCENARIO [OPTION]...`, with `--help` for the options:
#   chain         three services in a row, at low and at full load, beside bare Kafka
#   timers        orchestrations that wait for a time
#   fan-out       one orchestration that asks for many items, beside many that ask once
#   profile FILE  reads a recording made with --profile

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# The launcher's own mark of when it was built; the benchmarks are built together with it.
stamp=$root/server/target/dist/built

case ${1:-} in
  chain | timers | fan-out) options=(--root "$root") ;;
  profile) options=() ;;
  *)
    echo "usage: $0 chain|timers|fan-out|profile [OPTION]..., --help behind one of these for the options" >&2
    exit 2
    ;;
esac
scenario=$1
shift

is_built() {
  [ -f "$stamp" ] && [ -d "$root/benchmarks/target/lib" ] || return 1
  local changed
  changed=$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main "$root/benchmarks/machines" "$root/sample-machines" \
    -name target -prune -o -type f -newer "$stamp" -print | head -n 1)
  [ -z "$changed" ]
}

if ! is_built; then
  echo "building..." >&2
  mkdir -p "${stamp%/*}"
  touch "$stamp.new"
  (cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip=true -pl server,benchmarks -am package)
  mv "$stamp.new" "$stamp"
fi

exec java -Xmx1g -XX:+UseSerialGC -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" \
  dev.xorca.benchmarks.load.LoadProgram "$scenario" ${options[@]+"${options[@]}"} "$@"

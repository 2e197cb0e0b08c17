#!/usr/bin/env bash
#
# End-to-end load on this machine alone: broker, router, services and load as processes of their own. Builds first when the
# sources have changed. `benchmarks/run-chain.sh --help` tells the options; `benchmarks/run-chain.sh profile FILE` reads a
# recording made with --profile.

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# The launcher's own mark of when it was built; the benchmarks are built together with it.
stamp=$root/server/target/dist/built

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

scenario=chain
options=(--root "$root")
case ${1:-} in
  profile) scenario=profile && options=() && shift ;;
esac
exec java -Xmx1g -XX:+UseSerialGC -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" \
  dev.xorca.benchmarks.load.LoadProgram "$scenario" "${options[@]}" "$@"

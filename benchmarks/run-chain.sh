#!/usr/bin/env bash
#
# End-to-end load on this machine alone: broker, router, services and load as processes of their own. Builds first when the
# sources have changed. `benchmarks/run-chain.sh --help` tells the options; `benchmarks/run-chain.sh profile FILE` reads a
# recording made with --profile.

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
stamp=$root/benchmarks/target/built

is_built() {
  [ -f "$stamp" ] || return 1
  local changed
  changed=$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -type f -print | head -n 1)
  [ -z "$changed" ]
}

if ! is_built; then
  # The launcher builds what it runs by itself.
  "$root/xorca" --version >/dev/null
  mkdir -p "$root/benchmarks/target"
  touch "$stamp.new"
  (cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package)
  mv "$stamp.new" "$stamp"
fi

scenario=chain
options=(--root "$root")
case ${1:-} in
  profile) scenario=profile && options=() && shift ;;
esac
exec java -Xmx1g -XX:+UseSerialGC -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" \
  dev.xorca.benchmarks.load.LoadProgram "$scenario" "${options[@]}" "$@"

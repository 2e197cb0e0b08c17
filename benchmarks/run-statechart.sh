#!/usr/bin/env bash
#
# Measures macrosteps per second of the statechart engine and of XState on the same machines, in turns, and prints both
# with their ratio. Needs Node and npm beside what the build needs. Usage: benchmarks/run-statechart.sh [ROUNDS]

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-3}
out=$root/benchmarks/target/statechart
(cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package)
mkdir -p "$out"
rm -f "$out"/jmh-* "$out"/xstate-*
cp "$root"/benchmarks/xstate/*.mjs "$root"/benchmarks/xstate/package.json "$out"
(cd "$out" && npm install --silent --no-audit --no-fund >/dev/null)

for round in $(seq 1 "$rounds"); do
  echo "round $round of $rounds" >&2
  java -Xmx1g -XX:+UseSerialGC -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" \
    org.openjdk.jmh.Main StatechartBenchmark -rf json -rff "$out/jmh-$round.json" >"$out/jmh-$round.log"
  node "$out/run.mjs" 3 >"$out/xstate-$round.json"
done
node "$out/compare.mjs" "$out"/jmh-*.json "$out"/xstate-*.json

#!/usr/bin/env bash
#
# Measures macrosteps per second of processor time of the statechart engine and of XState, machine by machine in turns, and
# prints both with the ratio of what was measured side by side. Needs Node and npm beside what the build needs.
# Usage: benchmarks/run-statechart.sh [ROUNDS]

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-3}
out=$root/benchmarks/target/statechart
(cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package)
classpath="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
mkdir -p "$out"
rm -f "$out"/jmh-* "$out"/xstate-*
cp "$root"/benchmarks/xstate/*.mjs "$root"/benchmarks/xstate/package.json "$out"
(cd "$out" && npm install --silent --no-audit --no-fund >/dev/null)

for round in $(seq 1 "$rounds"); do
  echo "round $round of $rounds" >&2
  for machine in flat-10 parallel-6 flat-1000; do
    java -Xmx1g -XX:+UseSerialGC -Djmh.ignoreLock=true -cp "$classpath" \
      org.openjdk.jmh.Main StatechartBenchmark -p machineName=$machine -prof dev.xorca.benchmarks.CpuTime \
      -jvmArgsAppend -XX:-BackgroundCompilation \
      -rf json -rff "$out/jmh-$machine-$round.json" >"$out/jmh-$machine-$round.log"
    node "$out/run.mjs" $machine 4 >"$out/xstate-$machine-$round.json"
  done
done
node "$out/compare.mjs" "$out"/jmh-*.json

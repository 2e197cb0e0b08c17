#!/usr/bin/env bash
#
# Kills nodes and brokers under load and judges what became of the orchestrations; --help tells the options. Builds first
# when that has not been done since the sources changed. CRASH_HARNESS_JAVA_OPTS goes to the JVM of the load and the
# checker.

set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
target=$root/crash-harness/target
dist=$root/server/target/dist/lib

is_built() {
  [ -d "$target/lib" ] && [ -f "$dist/xorca-server.jar" ] || return 1
  # Maven leaves what has not changed as old as it is; what nobody else built is as old as its jar.
  local built=$dist/xorca-server.jar
  [ ! -f "$target/built" ] || built=$target/built
  [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -type f -newer "$built" -print -quit)" ]
}

if ! is_built; then
  echo "crash-harness: building ..." >&2
  mkdir -p "$target"
  # Dated before the build, so that what is changed meanwhile counts as changed.
  touch "$target/building"
  (cd "$root" && mvn -q -B -ntp -DskipTests -Dspotless.check.skip=true -pl server,crash-harness -am package)
  mv "$target/building" "$target/built"
fi

# shellcheck disable=SC2086 # Several options are separated by blanks.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -XX:+UseSerialGC ${CRASH_HARNESS_JAVA_OPTS:-} \
  -cp "$target/classes:$target/lib/*" dev.xorca.crash.CrashHarness --distribution "$dist" --samples "$root/sample-machines" \
  --keep "$target/kept" "$@"

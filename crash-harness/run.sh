#!/usr/bin/env bash
#
# Kills nodes and brokers under load and judges what became of the orchestrations; --help tells the options. Builds what
# is missing first. Needs what the build needs. CRASH_HARNESS_JAVA_OPTS goes to the JVM of the load and the checker.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."


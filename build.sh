#!/usr/bin/env bash
# ./build.sh [args]        restores and builds Release
# ./build.sh demo [args]   builds, then runs the demo
# ./build.sh test [args]   builds, then runs every test; the last line is the sum (args for dotnet test: --filter …)
# ./build.sh bench [args]  builds, then runs the benchmarks
# -p:Name=Value reaches every restore and build; TRIAGE_REQUIRE_ALL=1 makes any left-out part an error.
set -eo pipefail
cd "$(dirname "$0")"

command=build
case $1 in demo|test|bench) command=$1; shift ;; esac
properties=() arguments=()
for argument in "$@"; do
  case $argument in -p:*|--property:*) properties+=("$argument") ;; *) arguments+=("$argument") ;; esac
done
# No build nodes and no terminal drawing are left behind in a script.
quiet=(--nologo -tl:off -nodeReuse:false)

build() {
  build/feed/ask.sh "${properties[@]}"
  echo "build: Triage.sln, Release"
  dotnet build Triage.sln -c Release "${quiet[@]}" -v:quiet "${properties[@]}" "$@"
  echo "build: artifacts/bin/Triage.Worker/release/triage"
}

# One project after the other: two at once would disturb each other's timing on a small machine.
run_tests() {
  local results=artifacts/test-results rc=0
  rm -rf $results
  dotnet test Triage.sln -c Release --no-build -m:1 "${quiet[@]}" --results-directory $results \
      --logger trx --logger 'console;verbosity=minimal' "${properties[@]}" "$@" |
    grep --line-buffered -vE '\[SKIP\]$|^(Test run for|A total of|Results File|No test is available|Additionally, path|$)' || rc=$?
  # A skipped test counts in total, but not in executed.
  grep -ho '<Counters [^>]*' $results/*.trx | awk -F'"' -v rc=$rc '
    { total += $2; executed += $4; passed += $6 }
    END {
      if (rc != 0 && executed == passed) print "tests: a run ended early, or ran nothing; see above"
      printf "%d passed, %d failed, %d skipped\n", passed, executed - passed, total - executed
      exit rc != 0 || passed == 0 || executed != passed
    }'
}

case $command in
  build) build "${arguments[@]}" ;;
  demo) build; exec artifacts/bin/Triage.Worker/release/triage demo "${arguments[@]}" ;;
  test) build; run_tests "${arguments[@]}" ;;
  bench) build; exec artifacts/bin/Triage.Benchmarks/release/Triage.Benchmarks "${arguments[@]}" ;;
esac

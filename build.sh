#!/usr/bin/env bash
# ./build.sh [args]        restore and build Release; args go to dotnet (-p:Name=Value)
# ./build.sh demo [args]   build, then run the demo
# ./build.sh test [args]   build, then run all tests; args go to dotnet test (--filter …)
set -euo pipefail
cd "$(dirname "$0")"

quiet=(--nologo -tl:off -nodeReuse:false)
build() {
  build/feed/ask.sh "$@"
  dotnet build Triage.sln -c Release -v:quiet "${quiet[@]}" "$@"
  echo "built: artifacts/bin/Triage.Worker/release/triage"
}

case ${1-} in
  demo)
    build
    exec artifacts/bin/Triage.Worker/release/triage demo "${@:2}" ;;
  test)
    build
    dotnet test Triage.sln -c Release --no-build "${quiet[@]}" "${@:2}" ;;
  *)
    build "$@" ;;
esac

#!/usr/bin/env bash
# Asks the package feed once which of the packages that a lesser feed may lack it has, and writes the answer to
# artifacts/feed/feed.props, which Feed.props imports. Arguments (-p:Name=Value) reach every restore.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=build/feed answer=artifacts/feed/feed.props standins=$PWD/artifacts/feed/packages logs=artifacts/logs
mkdir -p "$standins" "$logs"

# The same question gets the same answer: versions, sources, arguments. What is missing may come, so ask again daily.
key=$( { cat Directory.Packages.props "$here"/*.* "$here"/onnxruntime/*; dotnet nuget list source; echo "$@"; } | cksum | tr -d ' \t')
if grep -qs "key $key " "$answer" && { ! grep -q '<FeedLacks>' "$answer" || [ -z "$(find "$answer" -mtime +0)" ]; }; then
  exit 0
fi

# ask PACKAGE: 0 the feed has it, 1 the feed answered and lacks it, 2 no answer
ask() {
  local log=$logs/feed-$1.log
  dotnet restore "$here/Probe.csproj" --nologo -p:Package="$1" -p:AskingFeed=true "${@:2}" >"$log" 2>&1 && return 0
  grep -qE 'error NU(1101|1102|1103|1603)' "$log" && ! grep -q 'NU1301' "$log" && return 1
  return 2
}

onnxruntime=$(dotnet msbuild "$here/Probe.csproj" -getProperty:OnnxRuntimePackage "$@")
lacks=
for package in "$onnxruntime" Azure.Messaging.ServiceBus Microsoft.ML.Tokenizers Testcontainers; do
  rc=0; ask "$package" "$@" || rc=$?
  case $rc in
    0) ;;
    1) lacks+="$package;" ;;
    *) if [ -e "$answer" ]; then
         echo "feed: no answer; building with what it had before (log: $logs/feed-$package.log)"
         exit 0
       fi
       echo "feed: no answer to the question for $package, and this checkout was never restored (log: $logs/feed-$package.log)" >&2
       exit 1 ;;
  esac
done

standin=
if [[ $lacks == *$onnxruntime* ]]; then
  echo "feed: $onnxruntime is missing; making a stand-in from npm"
  lacks=${lacks/$onnxruntime;/} standin="<FeedStandIns>$standins</FeedStandIns>"
  mkdir -p artifacts/feed/npm
  cp "$here"/onnxruntime/package*.json artifacts/feed/npm/
  { npm ci --prefix artifacts/feed/npm --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund &&
    dotnet build "$here/onnxruntime" -c Release --nologo -tl:off -nodeReuse:false -p:AskingFeed=true \
      -p:NpmPackage="$PWD/artifacts/feed/npm/node_modules/com.github.asus4.onnxruntime" -p:FeedStandIns="$standins" "$@"
  } >"$logs/feed-onnxruntime.log" 2>&1 || { echo "feed: making it failed (log: $logs/feed-onnxruntime.log)" >&2; exit 1; }
  rm -rf artifacts/feed/npm
  # Same id, same version, other content: NuGet would not look again.
  rm -f artifacts/obj/*/project.assets.json
fi

cat >"$answer" <<PROPS
<Project>
  <!-- Written by $here/ask.sh; delete this file to ask again. key $key -->
  <PropertyGroup>
    ${lacks:+<FeedLacks>;$lacks</FeedLacks>}
    $standin
  </PropertyGroup>
</Project>
PROPS

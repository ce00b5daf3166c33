#!/usr/bin/env bash
# Asks the package feed once which of the packages that a lesser feed may lack it has, and writes the answer to
# artifacts/feed/feed.props, which Feed.props imports. Arguments (-p:Name=Value) reach every restore.
set -eo pipefail
cd "$(dirname "$0")/../.."
here=build/feed answer=artifacts/feed/feed.props logs=artifacts/logs
mkdir -p artifacts/feed/packages "$logs"

fail() {
  if [ -n "$log" ]; then tail -n 5 "$log" >&2; fi
  echo "feed: $1${log:+; see $log}" >&2
  exit 1
}

# lacks: what is left out; standin: what is made here. Both are "Id Version", the first between semicolons.
report() {
  if [ -n "$standin" ]; then echo "feed: $standin is missing, a CPU stand-in made from npm takes its place"; fi
  if [ -n "$lacks" ]; then echo "feed: left out of this build, missing: ${lacks//;/, }"; fi
}
require() {
  if [ "$TRIAGE_REQUIRE_ALL" = 1 ] && [ -n "$lacks$standin" ]; then
    log='' fail "TRIAGE_REQUIRE_ALL is 1, but the feed lacks: $lacks${standin:+${lacks:+;}$standin}"
  fi
}

value() { sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$answer"; }
version() { sed -n "s/.*Include=\"$1\" Version=\"\(.*\)\".*/\1/p" Directory.Packages.props; }

# The same question (versions, sources, arguments) has the same answer; what was missing is asked for again daily.
key=$({ cat Directory.Packages.props "$here"/*.* "$here"/onnxruntime/*; dotnet nuget list source; echo "$@"; } | cksum | tr ' ' -)
if [ -e "$answer" ]; then
  lacks=$(value FeedLacks) standin=$(value FeedStandIn)
  recent=$(find "$answer" -mtime -1)
  if grep -q "key $key " "$answer" &&
     { [ -z "$lacks$standin" ] || { [ -n "$recent" ] && [ "$TRIAGE_REQUIRE_ALL" != 1 ]; }; }; then
    report
    exit
  fi
fi

echo "feed: asking for the packages that some feeds lack"
onnxruntime=$(dotnet msbuild "$here/Probe.csproj" -getProperty:OnnxRuntimePackage "$@")
missing=()
for package in "$onnxruntime" Azure.Messaging.ServiceBus Microsoft.ML.Tokenizers Testcontainers; do
  log=$logs/feed-$package.log
  if dotnet restore "$here/Probe.csproj" -p:Package="$package" -p:Exactly="$(version "$package")" -p:AskingFeed=true "$@" \
      >"$log" 2>&1; then
    continue
  elif grep -qE 'NU(1101|1102|1103|1603)' "$log" && ! grep -q NU1301 "$log"; then # answered: no such id, or version
    missing+=("$package $(version "$package")")
  elif [ -e "$answer" ]; then
    echo "feed: no answer ($log), so what it had before counts"
    report
    require
    exit
  else
    fail "no answer when asked for $package, and this checkout was never restored"
  fi
done

lacks='' standin='' log=''
for package in "${missing[@]}"; do
  case $package in
    "$onnxruntime "*) standin=$package ;;
    *) lacks+="${lacks:+;}$package" ;;
  esac
done
report
require

made=artifacts/feed/packages/$(tr 'A-Z ' 'a-z/' <<<"$standin")/.nupkg.metadata
if [ -n "$standin" ] && { [ ! -e "$made" ] || [ -n "$(find "$here/onnxruntime" -newer "$made")" ]; }; then
  npm=artifacts/feed/npm log=$logs/feed-stand-in.log
  mkdir -p $npm
  cp "$here"/onnxruntime/package*.json $npm/
  { npm ci --prefix $npm --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund &&
    dotnet build "$here/onnxruntime" -c Release --nologo -tl:off -nodeReuse:false -p:AskingFeed=true "$@"
  } >"$log" 2>&1 || fail "making $standin from npm failed"
  rm -rf $npm
  # Same id and version, other content: NuGet would not look again.
  rm -f artifacts/obj/*/project.assets.json
fi

cat >"$answer" <<PROPS
<Project>
  <!-- Written by $here/ask.sh; delete this file to ask again. key $key -->
  <PropertyGroup>
    ${lacks:+<FeedLacks>$lacks</FeedLacks>}
    ${standin:+<FeedStandIn>$standin</FeedStandIn>}
  </PropertyGroup>
</Project>
PROPS

#!/usr/bin/env bash
# Asks the package feed once which of the packages that a lesser feed may lack it has, and writes the answer to
# artifacts/feed/feed.props, which Feed.props imports. Arguments (-p:Name=Value) reach every restore.
set -eo pipefail
cd "$(dirname "$0")/../.."
here=build/feed answer=artifacts/feed/feed.props logs=artifacts/logs
mkdir -p artifacts/feed/packages "$logs"

# value NAME: what the answer says
value() { sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$answer"; }

report() {
  local lacks standin
  lacks=$(value FeedLacks) standin=$(value FeedStandIn)
  if [ -n "$standin" ]; then echo "feed: $standin is missing, a CPU stand-in made from npm takes its place"; fi
  if [ -n "$lacks" ]; then echo "feed: left out of this build, missing: ${lacks//;/, }"; fi
  if [ "$TRIAGE_REQUIRE_ALL" = 1 ] && [ -n "$lacks$standin" ]; then
    echo "feed: TRIAGE_REQUIRE_ALL is 1, so each of these must be there; name a feed that has them" >&2
    exit 1
  fi
}

fail() {
  tail -n 5 "$log" >&2
  echo "feed: $1; see $log" >&2
  exit 1
}

# The same question (versions, sources, arguments) has the same answer, unless something was missing: that may come.
key=$({ cat Directory.Packages.props "$here"/*.* "$here"/onnxruntime/*; dotnet nuget list source; echo "$@"; } | cksum | tr ' ' -)
if grep -qs "key $key " "$answer"; then
  if ! grep -qE 'FeedLacks|FeedStandIn' "$answer" ||
     { [ "$TRIAGE_REQUIRE_ALL" != 1 ] && [ -z "$(find "$answer" -mtime +0)" ]; }; then
    report
    exit 0
  fi
fi

version() { sed -n "s/.*Include=\"$1\" Version=\"\(.*\)\".*/\1/p" Directory.Packages.props; }
onnxruntime=$(dotnet msbuild "$here/Probe.csproj" -getProperty:OnnxRuntimePackage "$@")
lacks='' standin=''
echo "feed: asking for the packages that some feeds lack"
for package in "$onnxruntime" Azure.Messaging.ServiceBus Microsoft.ML.Tokenizers Testcontainers; do
  log=$logs/feed-$package.log
  if dotnet restore "$here/Probe.csproj" -p:Package="$package" -p:AskingFeed=true "$@" >"$log" 2>&1; then
    continue
  elif grep -qE 'NU(1101|1102|1103|1603)' "$log" && ! grep -q NU1301 "$log"; then # answered: no such id, or version
    if [ "$package" = "$onnxruntime" ]; then standin="$package $(version "$package")"
    else lacks+="${lacks:+;}$package $(version "$package")"; fi
  elif [ -e "$answer" ]; then
    echo "feed: no answer ($log), so building with what it had before"
    report
    exit 0
  else
    fail "no answer when asked for $package, and this checkout was never restored"
  fi
done

if [ -n "$standin" ] && [ "$TRIAGE_REQUIRE_ALL" != 1 ]; then
  echo "feed: making $standin from npm"
  npm=artifacts/feed/npm log=$logs/feed-stand-in.log
  mkdir -p $npm
  cp "$here"/onnxruntime/package*.json $npm/
  if ! { npm ci --prefix $npm --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund &&
         dotnet build "$here/onnxruntime" -c Release --nologo -tl:off -nodeReuse:false -p:AskingFeed=true "$@"; } >"$log" 2>&1; then
    fail "making it failed"
  fi
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
report

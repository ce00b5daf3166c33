using System.Diagnostics;

namespace Triage.EndToEnd.Build;

/// <summary>build/feed/ask.sh in a folder of its own, with a `dotnet` and an `npm` that play the package feed.</summary>
public sealed class AskFeedTests : IDisposable
{
    private const string PlayedDotnet = """
        #!/bin/bash
        echo "$@" >> "$FEED_LOG"
        case "$*" in
          "nuget list source") echo "$FEED_SOURCES" ;;
          *-getProperty:OnnxRuntimePackage*) echo Microsoft.ML.OnnxRuntime.Gpu ;;
          restore*)
            [ -z "$FEED_DOWN" ] || { echo "error NU1301: Unable to load the service index"; exit 1; }
            for package in $FEED_LACKS; do
              case "$*" in *-p:Package=$package\ *) echo "error NU1101: Unable to find package $package"; exit 1 ;; esac
            done ;;
        esac
        """;

    private readonly string _checkout = Directory.CreateTempSubdirectory("ask-feed-").FullName;
    private readonly Dictionary<string, string> _environment = new() { ["TRIAGE_REQUIRE_ALL"] = "" };

    public AskFeedTests()
    {
        var repository = Repository.Root;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(repository, "build", "feed"), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(repository, "Directory.Packages.props")))
        {
            var copy = Path.Combine(_checkout, Path.GetRelativePath(repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(Path.Combine(_checkout, "bin"));
        Play("dotnet", PlayedDotnet);
        Play("npm", "#!/bin/bash\necho npm \"$@\" >> \"$FEED_LOG\"\n");
        _environment["PATH"] = Path.Combine(_checkout, "bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        _environment["FEED_LOG"] = Path.Combine(_checkout, "asked.log");
    }

    public void Dispose() => Directory.Delete(_checkout, recursive: true);

    [BashFact]
    public void A_feed_with_everything_leaves_nothing_out()
    {
        var (exitCode, output) = Ask();

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("missing", output, StringComparison.Ordinal);
        Assert.DoesNotContain("<Feed", Answer, StringComparison.Ordinal);
    }

    [BashFact]
    public void A_package_that_the_feed_lacks_is_left_out_and_said()
    {
        _environment["FEED_LACKS"] = "Azure.Messaging.ServiceBus Testcontainers";
        var (exitCode, output) = Ask();

        Assert.Equal(0, exitCode);
        Assert.Matches(@"missing: Azure\.Messaging\.ServiceBus \d\S+, Testcontainers \d", output);
        Assert.Matches(@"<FeedLacks>Azure\.Messaging\.ServiceBus \d\S+;Testcontainers \d", Answer);
    }

    [BashFact]
    public void A_missing_onnx_runtime_is_made_from_npm()
    {
        _environment["FEED_LACKS"] = "Microsoft.ML.OnnxRuntime.Gpu";
        var (exitCode, _) = Ask();

        Assert.Equal(0, exitCode);
        Assert.Contains("npm ci", Asked, StringComparison.Ordinal);
        Assert.Contains("build build/feed/onnxruntime", Asked, StringComparison.Ordinal);
        Assert.Matches(@"<FeedStandIn>Microsoft\.ML\.OnnxRuntime\.Gpu \d", Answer);
        Assert.DoesNotContain("FeedLacks", Answer, StringComparison.Ordinal);
    }

    [BashFact]
    public void No_answer_is_an_error_in_a_new_checkout()
    {
        _environment["FEED_DOWN"] = "1";
        var (exitCode, output) = Ask();

        Assert.Equal(1, exitCode);
        Assert.Contains("no answer", output, StringComparison.Ordinal);
        Assert.False(File.Exists(AnswerPath));
    }

    [BashFact]
    public void Without_an_answer_an_earlier_one_stays()
    {
        _environment["FEED_LACKS"] = "Testcontainers";
        Ask();
        var before = Answer;

        _environment["FEED_DOWN"] = "1";
        _environment["FEED_SOURCES"] = "another feed";
        var (exitCode, output) = Ask();

        Assert.Equal(0, exitCode);
        Assert.Contains("no answer", output, StringComparison.Ordinal);
        Assert.Contains("missing: Testcontainers", output, StringComparison.Ordinal);
        Assert.Equal(before, Answer);
    }

    [BashFact]
    public void The_same_question_is_asked_once()
    {
        _environment["FEED_LACKS"] = "Testcontainers";
        Ask();
        var asked = Restores;
        var (_, output) = Ask();

        Assert.Equal(asked, Restores);
        Assert.Contains("missing: Testcontainers", output, StringComparison.Ordinal);
    }

    [BashFact]
    public void Another_source_is_another_question()
    {
        _environment["FEED_LACKS"] = "Testcontainers";
        Ask();

        _environment["FEED_LACKS"] = "";
        _environment["FEED_SOURCES"] = "another feed";
        Ask();

        Assert.DoesNotContain("FeedLacks", Answer, StringComparison.Ordinal);
    }

    [BashFact]
    public void What_was_missing_is_asked_for_again_the_next_day()
    {
        _environment["FEED_LACKS"] = "Testcontainers";
        Ask();

        _environment["FEED_LACKS"] = "";
        File.SetLastWriteTimeUtc(AnswerPath, File.GetLastWriteTimeUtc(AnswerPath).AddDays(-2));
        Ask();

        Assert.DoesNotContain("FeedLacks", Answer, StringComparison.Ordinal);
    }

    [BashTheory]
    [InlineData("Azure.Messaging.ServiceBus")]
    [InlineData("Microsoft.ML.OnnxRuntime.Gpu")]
    public void Where_all_is_required_a_missing_package_is_an_error_that_names_it(string package)
    {
        _environment["FEED_LACKS"] = package;
        _environment["TRIAGE_REQUIRE_ALL"] = "1";
        var (exitCode, output) = Ask();

        Assert.Equal(1, exitCode);
        Assert.Contains(package, output, StringComparison.Ordinal);
        Assert.Contains("TRIAGE_REQUIRE_ALL", output, StringComparison.Ordinal);
        Assert.False(File.Exists(AnswerPath));
    }

    [BashFact]
    public void Where_all_is_required_an_earlier_answer_does_not_count()
    {
        _environment["FEED_LACKS"] = "Testcontainers";
        Ask();

        _environment["TRIAGE_REQUIRE_ALL"] = "1";
        Assert.Equal(1, Ask().ExitCode);

        _environment["FEED_LACKS"] = "";
        Assert.Equal(0, Ask().ExitCode);
    }

    [BashFact]
    public void Properties_reach_every_restore()
    {
        Ask("-p:RestoreAdditionalProjectSources=folder");

        Assert.All(Asked.Split('\n').Where(line => line.StartsWith("restore", StringComparison.Ordinal)),
            line => Assert.EndsWith("-p:RestoreAdditionalProjectSources=folder", line, StringComparison.Ordinal));
    }

    private string AnswerPath => Path.Combine(_checkout, "artifacts", "feed", "feed.props");
    private string Answer => File.ReadAllText(AnswerPath);
    private string Asked => File.ReadAllText(_environment["FEED_LOG"]);
    private int Restores => Asked.Split('\n').Count(line => line.StartsWith("restore", StringComparison.Ordinal));

    private void Play(string tool, string script)
    {
        var path = Path.Combine(_checkout, "bin", tool);
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private (int ExitCode, string Output) Ask(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_checkout, "build", "feed", "ask.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}

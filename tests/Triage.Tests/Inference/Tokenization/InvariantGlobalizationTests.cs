using System.Diagnostics;

namespace Triage.Tests.Inference.Tokenization;

public sealed class InvariantGlobalizationTests
{
    [Fact]
    public async Task The_encoder_passes_its_tests_in_a_process_without_ICU()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "vstest", typeof(InvariantGlobalizationTests).Assembly.Location, $"--TestCaseFilter:FullyQualifiedName~{nameof(WordPieceEncoderTests)}" },
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await output + await errors);
        Assert.Contains("Passed", await output);
    }
}

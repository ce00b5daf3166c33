using Microsoft.Extensions.Time.Testing;
using Triage.Worker.Output;

namespace Triage.Tests.Worker.Output;

public sealed class ProgressLineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void It_overwrites_itself_and_leaves_nothing()
    {
        using (var line = new ProgressLine(_error, _time, isShown: true))
        {
            line.Show($"100 tickets");
            _time.Advance(TimeSpan.FromSeconds(1));
            line.Show($"7 left");
        }

        Assert.Equal("\r100 tickets\r7 left     \r      \r", _error.ToString());
    }

    [Fact]
    public void It_does_not_flicker()
    {
        using var line = new ProgressLine(_error, _time, isShown: true);
        line.Show($"1");
        line.Show($"2");

        Assert.Equal("\r1", _error.ToString());
    }

    [Fact]
    public void Where_nobody_looks_nothing_is_written()
    {
        using (var line = new ProgressLine(_error, _time, isShown: false))
        {
            line.Show($"1");
        }

        Assert.Empty(_error.ToString());
    }
}

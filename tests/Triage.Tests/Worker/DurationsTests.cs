using Triage.Worker.Settings;

namespace Triage.Tests.Worker;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData(" 1.5 s ", 1_500)]
    [InlineData("1m", 60_000)]
    [InlineData("2H", 7_200_000)]
    [InlineData("0s", 0)]
    [InlineData("00:00:05", 5_000)]
    [InlineData("00:00:00.250", 250)]
    public void Times_are_read_as_people_write_them(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    // .NET reads "5" as five days.
    [Theory]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 weeks")]
    [InlineData("1,5s")]
    [InlineData("99999999999999999999h")]
    [InlineData("25:00:00:00:00")]
    public void What_has_no_unit_or_no_sense_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("0s")]
    [InlineData("20ms")]
    [InlineData("90s")]
    [InlineData("10m")]
    [InlineData("1h")]
    public void What_is_shown_can_be_read(string text)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(text, Durations.Format(duration));
    }
}

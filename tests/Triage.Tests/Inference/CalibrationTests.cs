using Triage.Inference;
using Triage.Inference.Bundles;

namespace Triage.Tests.Inference;

public sealed class CalibrationTests
{
    [Fact]
    public void A_softmax_divides_by_the_temperature_first()
    {
        var probabilities = Calibration.Probabilities(Head(HeadKind.Softmax, temperature: 2), [2 * (float)Math.Log(3), 0]);

        Assert.Equal(0.75, probabilities[0], tolerance: 1e-6);
        Assert.Equal(0.25, probabilities[1], tolerance: 1e-6);
    }

    [Fact]
    public void A_sigmoid_divides_by_the_temperature_first() =>
        Assert.Equal([0.5, 0.75], Calibration.Probabilities(Head(HeadKind.Sigmoid, temperature: 0.5), [0, 0.5f * (float)Math.Log(3)]).Select(p => Math.Round(p, 6)));

    [Fact]
    public void Huge_logits_do_not_overflow() =>
        Assert.Equal([1.0, 0.0], Calibration.Probabilities(Head(HeadKind.Softmax, temperature: 1), [30_000, -30_000]));

    private static Head Head(HeadKind kind, double temperature) => new()
    {
        Name = "head", Output = "head", Kind = kind, Labels = ["a", "b"], Temperature = temperature, Thresholds = [], Margin = 0,
    };
}

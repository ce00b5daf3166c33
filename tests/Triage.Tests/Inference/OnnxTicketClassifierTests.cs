using Microsoft.Extensions.Logging.Abstractions;
using Triage.Classification;
using Triage.Inference;
using Triage.Inference.Bundles;
using Triage.Tickets;

namespace Triage.Tests.Inference;

public sealed class OnnxTicketClassifierTests
{
    [BundleFact]
    public async Task A_tickets_probabilities_depend_neither_on_batch_mates_nor_on_padding()
    {
        var bundle = ModelBundle.Load(TestBundle.Folder);
        await using var classifier = await OnnxTicketClassifier.CreateAsync(Options(), TimeProvider.System, NullLogger.Instance);
        using var bare = new BareModel(Options(), TimeProvider.System);
        var logits = bare.Run([.. bundle.Golden.Select(g => bare.Encode(g.Text))]); // one batch, all padded to the longest

        for (var i = 0; i < bundle.Golden.Count; i++)
        {
            var together = Calibration.Labels(bundle.Manifest, logits[i]);
            var alone = await classifier.ClassifyAsync(Read(bundle.Golden[i].Text), alone: true, default);

            Assert.Equal(alone.Escalation, together.Escalation, tolerance: 1e-4);
            AssertSame(alone.Intents, together.Intents);
            AssertSame(alone.Sentiments, together.Sentiments);
        }
    }

    [BundleFact]
    public async Task Every_one_of_many_callers_gets_its_own_tickets_labels()
    {
        var bundle = ModelBundle.Load(TestBundle.Folder);
        await using var classifier = await OnnxTicketClassifier.CreateAsync(Options(), TimeProvider.System, NullLogger.Instance);

        var labels = await Task.WhenAll(bundle.Golden.Select(g => classifier.ClassifyAsync(Read(g.Text), alone: false, default)));

        foreach (var (golden, found) in bundle.Golden.Zip(labels))
        {
            Assert.Equal(Calibration.Labels(bundle.Manifest, golden.Logits).Escalation, found.Escalation, tolerance: 0.01);
            AssertSame(Calibration.Labels(bundle.Manifest, golden.Logits).Intents, found.Intents, tolerance: 0.01);
        }
    }

    [BundleFact]
    public async Task Labels_come_by_falling_probability_and_all_of_them_sum_to_one()
    {
        await using var classifier = await OnnxTicketClassifier.CreateAsync(Options(), TimeProvider.System, NullLogger.Instance);

        var labels = await classifier.ClassifyAsync(Read("I want my money back, this is the third time I write. Get me a manager!"), alone: false, default);

        Assert.Equal(classifier.Model.Intents.Order(), labels.Intents.Select(l => l.Label).Order());
        Assert.Equal(1, labels.Intents.Sum(l => l.Probability), tolerance: 1e-9);
        Assert.Equal(labels.Intents.Select(l => l.Probability).OrderDescending(), labels.Intents.Select(l => l.Probability));
        Assert.Equal(1, labels.Sentiments.Sum(l => l.Probability), tolerance: 1e-9);
        Assert.InRange(labels.Escalation, 0, 1);
        Assert.Subset(classifier.Model.Reasons.ToHashSet(), labels.Reasons.ToHashSet());
    }

    [Fact]
    public async Task Options_out_of_range_are_all_told_at_once()
    {
        var options = new ClassifierOptions { BundlePath = "", MaxBatch = 0, TokenBudget = 1, Linger = TimeSpan.FromSeconds(2), Timeout = TimeSpan.Zero, IntraOpThreads = 0, QueueCapacity = 0 };

        var error = await Assert.ThrowsAsync<InferenceConfigurationException>(() => OnnxTicketClassifier.CreateAsync(options, TimeProvider.System, NullLogger.Instance));

        Assert.Equal(7, error.Problems.Count);
        Assert.Contains("MaxBatch is 0, expected 1 to 256 tickets.", error.Problems);
    }

    [BundleFact]
    public async Task A_cancelled_call_ends_and_leaves_the_classifier_working()
    {
        await using var classifier = await OnnxTicketClassifier.CreateAsync(Options(), TimeProvider.System, NullLogger.Instance);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => classifier.ClassifyAsync(Read("hello"), alone: false, new CancellationToken(canceled: true)));

        Assert.NotEmpty((await classifier.ClassifyAsync(Read("hello"), alone: false, default)).Intents);
    }

    private static ClassifierOptions Options() => new() { BundlePath = TestBundle.Folder, Timeout = TimeSpan.FromMinutes(10) };

    private static ReadTicket Read(string text) => new(new Ticket { Id = "t-1", Body = text }, text, new Language("en", Confirmed: true), []);

    private static void AssertSame(IReadOnlyList<LabelProbability> expected, IReadOnlyList<LabelProbability> actual, double tolerance = 1e-4)
    {
        var found = actual.ToDictionary(l => l.Label, l => l.Probability);
        Assert.All(expected, l => Assert.Equal(l.Probability, found[l.Label], tolerance));
    }
}

using BenchmarkDotNet.Attributes;
using Triage.Inference.Bundles;
using Triage.Inference.Tokenization;
using Triage.Testing;
using Triage.Tickets;
using Triage.Tickets.Languages;
using Triage.Tickets.PersonalData;

namespace Triage.Benchmarks;

/// <summary>One pass over the sample tickets through each stage before the model. The model's own time bounds them: see <c>triage bench</c>.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class StagesBeforeTheModel
{
    private readonly byte[][] _lines = [.. SampleFiles.Lines()];
    private readonly IReadOnlyList<ReadTicket> _tickets = SampleFiles.Tickets();
    private readonly TicketReader _reader = new();
    private readonly WordPieceEncoder _encoder = ModelBundle.Load(Path.Combine(Repository.Root, "models", "triage-en")).Encoder;
    private readonly int[] _ids = new int[512];

    [Benchmark(Baseline = true, Description = "read: contract, cleaning, language, personal data")]
    public int Read() => _lines.Count(line => _reader.Read(line, contentType: null) is ReadTicket);

    [Benchmark(Description = "of it: language")]
    public int Language() => _tickets.Count(t => LanguageDetector.Detect(t.Text, hint: null).Confirmed);

    [Benchmark(Description = "of it: personal data")]
    public int PersonalData() => _tickets.Sum(t => EntityFinder.Find(t.Ticket.Subject, t.Ticket.Body).Count);

    [Benchmark(Description = "encode")]
    public int Encode() => _tickets.Sum(t => _encoder.Encode(t.Text, _ids.AsSpan(0, _encoder.MaxTokens)));
}

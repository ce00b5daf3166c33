using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Triage.Decisions;
using Triage.Inference;
using Triage.Inference.Bundles;
using Triage.Resilience;
using Triage.Transports;
using Triage.Worker.Settings;

namespace Triage.Worker.Composition;

/// <summary>
/// Makes parts from settings. A part that cannot be made leaves its problems here and the others go on, so that one message
/// names everything that is to be put right.
/// </summary>
internal sealed class Composer(IConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
{
    private readonly List<Problem> _problems = [];

    /// <summary>In the order: settings, transport, rules, model.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    public TriageSettings? Settings { get; private set; }

    public ITransport? Transport { get; private set; }

    public Rules? Rules { get; private set; }

    public OnnxTicketClassifier? Classifier { get; private set; }

    /// <summary>Makes what is needed. The caller owns <see cref="Transport"/> and <see cref="Classifier"/> from then on.</summary>
    public async Task MakeAsync(Needs needs, CancellationToken cancellation)
    {
        Settings = TriageSettings.Read(configuration, _problems);
        if (needs.HasFlag(Needs.Transport))
            Transport = TransportParts.Create(Settings, time, _problems);
        if (needs.HasFlag(Needs.Policy))
            Rules = LoadRules(Settings.Rules.ResolvedPath);
        cancellation.ThrowIfCancellationRequested();
        if (needs.HasFlag(Needs.Classifier))
            Classifier = await LoadModelAsync(Settings.Model.ToOptions());
        if (Rules is not null && Classifier is not null)
            Add(PartKind.Rules, Rules.Path, Rules.ProblemsWith(Classifier.Model));
    }

    /// <summary>The parts, or every problem.</summary>
    /// <exception cref="ConfigurationException"/>
    public static async Task<Parts> ComposeAsync(
        IConfiguration configuration, Needs needs, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var composer = new Composer(configuration, loggers, time);
        try
        {
            await composer.MakeAsync(needs, cancellation);
            return composer.Problems.Count == 0 ? composer.ToParts(needs) : throw new ConfigurationException(composer.Problems);
        }
        catch
        {
            await composer.DiscardAsync();
            throw;
        }
    }

    /// <summary>Ends what was made and is not wanted.</summary>
    public async ValueTask DiscardAsync()
    {
        if (Classifier is not null)
            await Classifier.DisposeAsync();
        if (Transport is not null)
            await Transport.DisposeAsync();
    }

    private Parts ToParts(Needs needs)
    {
        var policy = Rules is null ? null : new DecisionPolicy(Rules, Classifier!.Model, Options(needs, Settings!));
        return new Parts(
            Settings!, new Pipelines(Settings!.Resilience, time, loggers.CreateLogger<Pipelines>()), Transport, Classifier, policy);
    }

    private static DecisionOptions Options(Needs needs, TriageSettings settings) =>
        needs.HasFlag(Needs.LivePolicy)
            ? DecisionOptions.Live with { TakeUnknownCountAsZero = settings.Replies.AllowUncounted }
            : DecisionOptions.DryRun;

    private Rules? LoadRules(string path)
    {
        try
        {
            return Rules.Load(path);
        }
        catch (RulesException e)
        {
            Add(PartKind.Rules, path, e.Problems);
            return null;
        }
    }

    private async Task<OnnxTicketClassifier?> LoadModelAsync(ClassifierOptions options)
    {
        try
        {
            if (options.Problems().Count > 0)
            {
                // Those were found with the settings; the bundle may have its own.
                ModelBundle.Load(options.BundlePath);
                return null;
            }

            return await OnnxTicketClassifier.CreateAsync(options, time, loggers.CreateLogger<OnnxTicketClassifier>());
        }
        catch (ModelBundleException e)
        {
            _problems.AddRange(e.Problems.Select(p => new Problem(options.BundlePath, p, PartKind.Model)));
        }
        catch (InferenceConfigurationException e)
        {
            _problems.AddRange(e.Problems.Select(p => new Problem("Triage:Model", p, PartKind.Model)));
        }

        return null;
    }

    private void Add(PartKind part, string path, IEnumerable<RulesProblem> problems) =>
        _problems.AddRange(problems.Select(p => new Problem(path, p.ToString(), part)));
}

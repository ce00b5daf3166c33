using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Triage.Decisions;
using Triage.Inference.Bundles;
using Triage.Resilience;
using Triage.Transports;
using Triage.Worker.Settings;

namespace Triage.Worker.Composition;

/// <summary>Makes parts from settings. The problems of all of them come in one message, so that one round puts everything right.</summary>
internal static class Composer
{
    /// <exception cref="ConfigurationException">Every problem of the settings and of the parts that are needed.</exception>
    public static async Task<Parts> ComposeAsync(
        IConfiguration configuration, Needs needs, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var settings = TriageSettings.Read(configuration, problems);
        ITransport? transport = needs.HasFlag(Needs.Transport) ? TransportParts.Create(settings, time, problems) : null;
        try
        {
            var rules = needs.HasFlag(Needs.Policy) ? LoadRules(settings.Rules.ResolvedPath, problems) : null;
            var bundle = needs.HasFlag(Needs.Classifier) ? LoadBundle(settings.Model.ResolvedPath, problems) : null;
            if (rules is not null && bundle is not null)
            {
                problems.AddRange(rules.ProblemsWith(bundle.Profile).Select(p => new Problem(rules.Path, p.ToString())));
            }

            if (problems.Count > 0)
            {
                throw new ConfigurationException(problems);
            }

            cancellation.ThrowIfCancellationRequested();
            var model = bundle is null ? null : await WarmUpAsync(bundle, settings, loggers, time, cancellation);
            var policy = rules is null ? null : new DecisionPolicy(rules, bundle!.Profile, Options(needs, settings));
            var pipelines = new Pipelines(settings.Resilience, time, loggers.CreateLogger<Pipelines>());
            return new Parts(settings, pipelines, transport, model, policy);
        }
        catch when (transport is not null)
        {
            await transport.DisposeAsync();
            throw;
        }
    }

    private static Rules? LoadRules(string path, List<Problem> problems)
    {
        try
        {
            return Rules.Load(path);
        }
        catch (RulesException e)
        {
            problems.AddRange(e.Problems.Select(p => new Problem(path, p.ToString())));
            return null;
        }
    }

    private static ModelBundle? LoadBundle(string path, List<Problem> problems)
    {
        try
        {
            return ModelBundle.Load(path);
        }
        catch (ModelBundleException e)
        {
            problems.AddRange(e.Problems.Select(p => new Problem(path, p)));
            return null;
        }
    }

    private static Task<Model> WarmUpAsync(
        ModelBundle bundle, TriageSettings settings, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        _ = (bundle, settings, loggers, time, cancellation);
        throw new NotImplementedException("Waits for the classifier.");
    }

    private static DecisionOptions Options(Needs needs, TriageSettings settings) =>
        needs.HasFlag(Needs.LivePolicy)
            ? DecisionOptions.Live with { TakeUnknownCountAsZero = settings.Replies.AllowUncounted }
            : DecisionOptions.DryRun;
}

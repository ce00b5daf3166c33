using System.Text.Json.Nodes;
using Triage.Inference;
using Triage.Inference.Bundles;
using Triage.Inference.Sessions;

namespace Triage.Tests.Inference.Sessions;

public sealed class ModelRunnerTests
{
    [BundleFact]
    public void Auto_takes_the_CPU_for_a_bundle_without_a_CUDA_graph_and_says_so()
    {
        using var runner = new ModelRunner(ModelBundle.Load(TestBundle.Folder), Options(), TimeProvider.System);

        Assert.Equal(("cpu", "the bundle has no graph for CUDA"), (runner.Device, runner.DeviceReason));
    }

    [BundleFact]
    public void Cuda_without_a_graph_for_it_is_a_configuration_error()
    {
        var bundle = ModelBundle.Load(TestBundle.Folder);

        var error = Assert.Throws<InferenceConfigurationException>(() =>
            new ModelRunner(bundle, Options() with { Device = InferenceDevice.Cuda }, TimeProvider.System));

        Assert.Contains("has no graph for it (manifest.json: graphs.cuda)", error.Message);
    }

    [BundleFact]
    public void A_model_that_computes_something_else_than_in_training_is_refused()
    {
        using var copy = new BundleCopy();
        var lines = File.ReadAllLines(copy["golden.jsonl"]);
        var golden = JsonNode.Parse(lines[0])!;
        golden["sentiment"]![0] = golden["sentiment"]![0]!.GetValue<double>() + 0.5;
        File.WriteAllLines(copy["golden.jsonl"], [golden.ToJsonString(), .. lines[1..]]);
        var manifest = JsonNode.Parse(File.ReadAllText(copy["manifest.json"]))!;
        manifest["files"]!["golden.jsonl"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(copy["golden.jsonl"])));
        File.WriteAllText(copy["manifest.json"], manifest.ToJsonString());
        var bundle = ModelBundle.Load(copy.Folder);

        var error = Assert.Throws<ModelBundleException>(() => new ModelRunner(bundle, Options(), TimeProvider.System));

        Assert.Contains("gives a logit that is off by 0.5", error.Message);
    }

    [BundleFact]
    public void A_run_over_its_timeout_is_ended_and_the_session_works_on()
    {
        var bundle = ModelBundle.Load(TestBundle.Folder);
        var time = new ImpatientTime();
        using var session = new OnnxSession(bundle, cuda: false, intraOpThreads: 1, time);
        time.IsOver = true;

        var error = Assert.Throws<TimeoutException>(() => session.Run([bundle.Golden[^1].Ids], TimeSpan.FromSeconds(30)));
        time.IsOver = false;

        Assert.Contains("30 s", error.Message);
        session.Prove(bundle.Golden, TimeSpan.FromSeconds(30));
    }

    [BundleFact]
    public void A_reopened_session_computes_as_before()
    {
        var bundle = ModelBundle.Load(TestBundle.Folder);
        using var runner = new ModelRunner(bundle, Options(), TimeProvider.System);
        int[][] rows = [bundle.Golden[0].Ids, bundle.Golden[^1].Ids];
        var before = runner.Run(rows);

        runner.Reopen();

        Assert.Equal(before, runner.Run(rows));
    }

    private static ClassifierOptions Options() => new() { BundlePath = TestBundle.Folder, Timeout = TimeSpan.FromMinutes(10) };

    // Every timer is due at once while IsOver is set, and never otherwise.
    private sealed class ImpatientTime : TimeProvider
    {
        public bool IsOver { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (IsOver)
            {
                callback(state);
            }

            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}

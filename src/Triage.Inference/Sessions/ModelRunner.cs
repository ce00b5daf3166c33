using Microsoft.ML.OnnxRuntime;
using Triage.Inference.Bundles;

namespace Triage.Inference.Sessions;

/// <summary>
/// A proven session on the device that the options ask for: opened, warmed up and compared with the golden texts. Can be
/// opened anew after a failure. One thread at a time.
/// </summary>
internal sealed class ModelRunner : IDisposable
{
    private static readonly TimeSpan WarmUpTimeout = TimeSpan.FromMinutes(1); // of a batch; the first one may allocate and compile

    private readonly ModelBundle _bundle;
    private readonly ClassifierOptions _options;
    private readonly TimeProvider _time;
    private OnnxSession _session;

    /// <exception cref="InferenceConfigurationException">CUDA is asked for and cannot be had.</exception>
    /// <exception cref="ModelBundleException">The graph cannot be loaded, or does not compute what it did in training.</exception>
    public ModelRunner(ModelBundle bundle, ClassifierOptions options, TimeProvider time)
    {
        _bundle = bundle;
        _options = options;
        _time = time;
        (_session, OnCuda, DeviceReason) = Choose();
    }

    public bool OnCuda { get; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device => OnCuda ? "cuda" : "cpu";

    /// <summary>Why it is this device, in a few words.</summary>
    public string DeviceReason { get; }

    public float[][] Run(IReadOnlyList<int[]> rows) => _session.Run(rows, _options.Timeout);

    /// <summary>Runs a text that is known to work.</summary>
    /// <exception cref="Exception">The session does not compute what it should.</exception>
    public void Probe() => _session.Prove([_bundle.Golden[_bundle.Golden.Count / 2]], _options.Timeout);

    /// <summary>Opens the session anew, on the same device.</summary>
    public void Reopen()
    {
        _session.Dispose();
        _session = Open(OnCuda);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Physical cores, at most those that the process may use: a second thread of a core only slows matrix products.</summary>
    public static int DefaultThreads { get; } = Math.Min(Environment.ProcessorCount, PhysicalCores());

    private (OnnxSession, bool OnCuda, string Reason) Choose()
    {
        if (_options.Device == InferenceDevice.Cuda && !_bundle.HasCudaGraph)
        {
            throw new InferenceConfigurationException([$"Device is cuda, but the bundle '{_bundle.Folder}' has no graph for it (manifest.json: graphs.cuda); set it to auto or cpu, or take a bundle with that graph."]);
        }

        if (_options.Device == InferenceDevice.Cpu)
        {
            return (OpenCpu(), false, "as configured");
        }

        if (!_bundle.HasCudaGraph)
        {
            return (OpenCpu(), false, "the bundle has no graph for CUDA");
        }

        try
        {
            return (Open(cuda: true), true, _options.Device == InferenceDevice.Cuda ? "as configured" : "the bundle has a graph for it and its golden texts agree");
        }
        catch (Exception e) when (e is OnnxRuntimeException or PlatformNotSupportedException or InvalidDataException or TimeoutException)
        {
            var reason = e.Message.ReplaceLineEndings(" ").TrimEnd('.');
            return _options.Device == InferenceDevice.Cuda
                ? throw new InferenceConfigurationException([$"Device is cuda, which does not work here: {reason}. Correct that, or set it to auto or cpu."], e)
                : (OpenCpu(), false, $"CUDA does not work here: {reason}");
        }
    }

    private OnnxSession OpenCpu()
    {
        try
        {
            return Open(cuda: false);
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException or TimeoutException)
        {
            throw new ModelBundleException(_bundle.Folder, [$"{_bundle.Manifest.CpuGraph}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}; export the bundle again, or report it with this machine's processor."]);
        }
    }

    private OnnxSession Open(bool cuda)
    {
        var session = new OnnxSession(_bundle, cuda, _options.IntraOpThreads ?? DefaultThreads, _time);
        try
        {
            session.Prove(_bundle.Golden, WarmUpTimeout);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static int PhysicalCores()
    {
        const string Processors = "/sys/devices/system/cpu";
        var cores = Directory.Exists(Processors)
            ? Directory.EnumerateDirectories(Processors, "cpu*").Select(d => Path.Combine(d, "topology", "thread_siblings_list"))
                .Where(File.Exists).Select(File.ReadAllText).Distinct().Count()
            : 0;
        return cores > 0 ? cores : Environment.ProcessorCount;
    }
}

namespace Triage.Inference;

/// <summary>Where the model runs. <c>Auto</c> takes CUDA where bundle and machine have it, else the CPU, and says why.</summary>
public enum InferenceDevice { Auto, Cuda, Cpu }

/// <summary>Settings of the classifier.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Folder of the model bundle.</summary>
    public required string BundlePath { get; init; }

    /// <summary>Default <c>Auto</c>.</summary>
    public InferenceDevice Device { get; init; } = InferenceDevice.Auto;

    /// <summary>Most tickets of a batch. Default 32, 1 to 256.</summary>
    public int MaxBatch { get; init; } = 32;

    /// <summary>
    /// Most tokens of a batch, padding included: tickets times the longest of them. Default: what suits the device (CPU
    /// 512, CUDA 8,192); 64 to 262,144. A ticket over it goes alone.
    /// </summary>
    public int? TokenBudget { get; init; }

    /// <summary>Longest that a ticket waits for batch mates while the model is idle. Default 20 ms, 0 to 1 s.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest run of one batch; then it is ended and counts as failed. Default 30 s, 100 ms to 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Threads that compute one batch on the CPU. Default: physical cores, at most those the process may use; 1 to 256.</summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>Tickets that wait for the model before callers have to wait. Default 512, 1 to 65,536.</summary>
    public int QueueCapacity { get; init; } = 512;

    /// <summary>What is out of range: each with its name, value and limits; empty where all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(BundlePath))
        {
            problems.Add("BundlePath is blank; give the folder of the model bundle.");
        }

        Check(Enum.IsDefined(Device), nameof(Device), Device, "Auto, Cuda or Cpu");
        Check(MaxBatch is >= 1 and <= 256, nameof(MaxBatch), MaxBatch, "1 to 256 tickets");
        Check(TokenBudget is null or (>= 64 and <= 262_144), nameof(TokenBudget), TokenBudget, "64 to 262,144 tokens");
        Check(Linger >= TimeSpan.Zero && Linger <= TimeSpan.FromSeconds(1), nameof(Linger), Linger, "0 to 1 s");
        Check(Timeout >= TimeSpan.FromMilliseconds(100) && Timeout <= TimeSpan.FromMinutes(10), nameof(Timeout), Timeout, "100 ms to 10 min");
        Check(IntraOpThreads is null or (>= 1 and <= 256), nameof(IntraOpThreads), IntraOpThreads, "1 to 256 threads");
        Check(QueueCapacity is >= 1 and <= 65_536, nameof(QueueCapacity), QueueCapacity, "1 to 65,536 tickets");
        return problems;

        void Check(bool valid, string name, object? value, string expected)
        {
            if (!valid)
            {
                problems.Add(FormattableString.Invariant($"{name} is {value}, expected {expected}."));
            }
        }
    }
}

/// <summary>The classifier cannot run as configured. Lists everything that is wrong at once.</summary>
public sealed class InferenceConfigurationException(IReadOnlyList<string> problems, Exception? inner = null)
    : Exception($"The classifier cannot run as configured:{string.Concat(problems.Select(p => $"\n  - {p}"))}", inner)
{
    public IReadOnlyList<string> Problems { get; } = problems;
}

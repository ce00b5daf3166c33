using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Triage.Inference.Bundles;

namespace Triage.Inference.Sessions;

/// <summary>
/// One graph, ready to run on one device. Inputs and outputs live in pinned buffers that are reused from run to run. One
/// thread at a time.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly Manifest _manifest;
    private readonly long _paddingId;
    private readonly TimeProvider _time;
    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Lock _deadlineGate = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private long[] _ids = [];
    private long[] _mask = [];
    private float[][] _logits = [];
    private bool _isRunning; // under the gate, so that a late timer cannot end the next run

    /// <param name="cuda">True for the bundle's CUDA graph on the CUDA provider, false for its CPU graph on the CPU.</param>
    /// <param name="intraOpThreads">Threads of the CPU provider.</param>
    /// <exception cref="OnnxRuntimeException">The graph or the provider cannot be loaded.</exception>
    public OnnxSession(ModelBundle bundle, bool cuda, int intraOpThreads, TimeProvider time)
    {
        _manifest = bundle.Manifest;
        _paddingId = bundle.Encoder.PaddingId;
        _time = time;
        _inputs = [_manifest.IdsInput, _manifest.MaskInput];
        _outputs = [.. _manifest.Heads.Select(h => h.Output)];
        _options = new SessionOptions
        {
            IntraOpNumThreads = intraOpThreads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            EnableMemoryPattern = false, // it keeps a plan for every shape, and every batch has its own
        };
        // Threads that spin between operators take the cores from the rest of the worker; alone on a machine they gain nothing
        // measurable, on a shared one they cost a third of the throughput.
        _options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            if (cuda)
            {
                CudaProvider.Append(_options);
            }

            _session = new InferenceSession(Path.Combine(bundle.Folder, cuda ? _manifest.CudaGraph! : _manifest.CpuGraph), _options);
        }
        catch
        {
            _options.Dispose();
            _run.Dispose();
            throw;
        }
    }

    /// <summary>Runs a batch, padded to its longest row.</summary>
    /// <returns>For each row the logits of all heads, one after the other in the manifest's order.</returns>
    /// <exception cref="TimeoutException">The run took longer than the timeout and was ended.</exception>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    public float[][] Run(IReadOnlyList<int[]> rows, TimeSpan timeout)
    {
        var width = rows.Max(r => r.Length);
        Pad(rows, width);
        OrtValue[] inputs = [Tensor(_ids, rows.Count, width), Tensor(_mask, rows.Count, width)];
        OrtValue[] outputs = [.. _manifest.Heads.Select((h, i) => Tensor(_logits[i], rows.Count, h.Labels.Length))];
        try
        {
            Run(inputs, outputs, timeout);
        }
        finally
        {
            foreach (var value in inputs.Concat(outputs))
            {
                value.Dispose();
            }
        }

        return [.. Enumerable.Range(0, rows.Count).Select(LogitsOf)];
    }

    /// <summary>Runs golden texts, from the shortest to the longest in batches of eight, and compares their logits.</summary>
    /// <exception cref="InvalidDataException">The session computes something else than the training side did.</exception>
    public void Prove(IReadOnlyList<GoldenText> golden, TimeSpan timeout)
    {
        foreach (var batch in golden.OrderBy(g => g.Ids.Length).Chunk(8))
        {
            var logits = Run([.. batch.Select(g => g.Ids)], timeout);
            for (var i = 0; i < batch.Length; i++)
            {
                var worst = logits[i].Zip(batch[i].Logits, (found, expected) => Math.Abs(found - expected)).Max();
                if (!(worst <= _manifest.Tolerance))
                {
                    throw new InvalidDataException(FormattableString.Invariant(
                        $"a golden text of {batch[i].Ids.Length} tokens gives a logit that is off by {worst:G3}, tolerance {_manifest.Tolerance}"));
                }
            }
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
        _options.Dispose();
    }

    private void Run(OrtValue[] inputs, OrtValue[] outputs, TimeSpan timeout)
    {
        lock (_deadlineGate)
        {
            (_run.Terminate, _isRunning) = (false, true);
        }

        using var deadline = _time.CreateTimer(_ => Terminate(), null, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            _session.Run(_run, _inputs, inputs, _outputs, outputs);
        }
        catch (OnnxRuntimeException e) when (_run.Terminate)
        {
            throw new TimeoutException(FormattableString.Invariant($"the run was ended after {timeout.TotalSeconds:0.#} s"), e);
        }
        finally
        {
            lock (_deadlineGate)
            {
                _isRunning = false;
            }
        }
    }

    private void Terminate()
    {
        lock (_deadlineGate)
        {
            if (_isRunning)
            {
                _run.Terminate = true;
            }
        }
    }

    private void Pad(IReadOnlyList<int[]> rows, int width)
    {
        var size = rows.Count * width;
        if (_ids.Length < size)
        {
            _ids = GC.AllocateUninitializedArray<long>(size, pinned: true);
            _mask = GC.AllocateUninitializedArray<long>(size, pinned: true);
        }

        if (_logits.Length == 0 || _logits[0].Length < rows.Count * _manifest.Heads[0].Labels.Length)
        {
            _logits = [.. _manifest.Heads.Select(h => GC.AllocateUninitializedArray<float>(rows.Count * h.Labels.Length, pinned: true))];
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var ids = _ids.AsSpan(row * width, width);
            var mask = _mask.AsSpan(row * width, width);
            for (var i = 0; i < rows[row].Length; i++)
            {
                ids[i] = rows[row][i];
            }

            ids[rows[row].Length..].Fill(_paddingId);
            mask[..rows[row].Length].Fill(1);
            mask[rows[row].Length..].Clear();
        }
    }

    private static OrtValue Tensor<T>(T[] pinned, int rows, int columns) where T : unmanaged => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance, MemoryMarshal.CreateFromPinnedArray(pinned, 0, rows * columns), [rows, columns]);

    private float[] LogitsOf(int row) =>
        [.. _manifest.Heads.SelectMany((h, i) => new ArraySegment<float>(_logits[i], row * h.Labels.Length, h.Labels.Length))];
}

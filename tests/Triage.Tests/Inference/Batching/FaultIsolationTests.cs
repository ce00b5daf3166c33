using Microsoft.Extensions.Logging.Abstractions;
using Triage.Classification;
using Triage.Inference.Batching;

namespace Triage.Tests.Inference.Batching;

public sealed class FaultIsolationTests
{
    private readonly HashSet<int> _guilty = [];
    private readonly HashSet<int> _notFinite = [];
    private readonly FaultIsolation _isolation;
    private bool _broken;
    private bool _cannotReopen;
    private int _runs;
    private int _probes;
    private int _reopened;

    public FaultIsolationTests() => _isolation = new FaultIsolation(Infer, Probe, Reopen, NullLogger.Instance);

    [Fact]
    public async Task Only_the_guilty_tickets_of_a_batch_fail()
    {
        _guilty.UnionWith([3, 17]);
        var batch = Run(32);

        foreach (var request in batch)
        {
            if (_guilty.Contains(request.Ids[0]))
            {
                await Assert.ThrowsAsync<InferenceFailedException>(() => request.Task);
            }
            else
            {
                Assert.Equal([request.Ids[0]], await request.Task);
            }
        }

        Assert.Equal(0, _reopened);
    }

    [Fact]
    public async Task Logits_that_are_not_finite_fail_their_ticket_and_no_other()
    {
        _notFinite.Add(2);
        var batch = Run(4);

        await Assert.ThrowsAsync<InferenceFailedException>(() => batch[2].Task);
        Assert.All(batch.Where(r => r.Ids[0] != 2), r => Assert.True(r.Task.IsCompletedSuccessfully));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public void A_broken_session_is_blamed_on_no_ticket_and_not_tried_with_every_half()
    {
        _broken = true;
        var batch = Run(32);

        Assert.All(batch, r => Assert.IsType<InferenceUnavailableException>(r.Task.Exception!.InnerException));
        Assert.Equal((1, 1), (_runs, _probes));
    }

    [Fact]
    public void A_session_that_breaks_during_the_search_refuses_the_rest_of_the_batch()
    {
        _guilty.Add(0);
        _breakAfterProbes = 1;
        var batch = Run(8);

        Assert.All(batch, r => Assert.IsType<InferenceUnavailableException>(r.Task.Exception!.InnerException));
    }

    [Fact]
    public void The_next_call_tries_again_and_after_two_failures_with_a_new_session()
    {
        _broken = true;
        Run(1);
        Run(1);
        Assert.Equal(0, _reopened);

        var third = Run(1);

        Assert.Equal(1, _reopened);
        Assert.True(third[0].Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_session_that_cannot_be_reopened_is_not_run()
    {
        (_broken, _cannotReopen) = (true, true);
        Run(1);
        Run(1);
        var runs = _runs;

        var third = Run(1);

        Assert.Equal(runs, _runs);
        Assert.IsType<InferenceUnavailableException>(third[0].Task.Exception!.InnerException);
    }

    [Fact]
    public void A_success_in_between_starts_the_count_anew()
    {
        _broken = true;
        Run(1);
        _broken = false;
        Run(1);
        _broken = true;
        Run(1);
        _broken = false;
        Run(1);

        Assert.Equal(0, _reopened);
    }

    private int _breakAfterProbes = int.MaxValue;

    private InferenceRequest[] Run(int count)
    {
        InferenceRequest[] batch = [.. Enumerable.Range(0, count).Select(i => new InferenceRequest([i], alone: false, arrivedAt: 0))];
        _isolation.Infer(batch);
        Assert.All(batch, r => Assert.True(r.IsSettled));
        return batch;
    }

    private float[][] Infer(IReadOnlyList<int[]> rows)
    {
        _runs++;
        return _broken || rows.Any(r => _guilty.Contains(r[0]))
            ? throw new InvalidOperationException("the run failed")
            : [.. rows.Select(r => new[] { _notFinite.Contains(r[0]) ? float.NaN : r[0] })];
    }

    private void Probe()
    {
        if (_probes++ >= _breakAfterProbes || _broken)
        {
            throw new InvalidOperationException("the probe failed");
        }
    }

    private void Reopen()
    {
        if (_cannotReopen)
        {
            throw new InvalidOperationException("the session cannot be opened");
        }

        _reopened++;
        _broken = false;
    }
}

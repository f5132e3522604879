using CallCenter.Messaging.Outbox;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Messaging.Relaying;

/// <summary>
/// Publishes what was committed. Eight loops sleep until a commit hands them what it has claimed, or wakes their part;
/// one sweep a second finds what was not signalled: after a crash, from another replica, or when a held event is due
/// again.
/// </summary>
internal sealed class RelayWorker(
    NpgsqlDataSource database,
    RelaySignal signal,
    IOptions<BrokerOptions> broker,
    IOptions<MessagingOptions> options,
    ServiceIdentity service,
    TimeProvider time,
    ILogger<RelayWorker> logger,
    IStepObserver? observer = null) : BackgroundService
{
    /// <summary>
    /// About as long as another commit's claim is held; a rival replica is asked again less and less.
    /// </summary>
    private static readonly TimeSpan _whenTakenElsewhere = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan _longestWhenTakenElsewhere = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = new BrokerLink(
            broker.Value.Uri, $"{service.Name}-relay", logger, time, signal.Trouble);
        var loops = Enumerable.Range(0, WireNames.Parts)
            .Select(part => RelayAsync(part, link, stoppingToken))
            .Append(SweepAsync(stoppingToken));
        signal.Open(true);
        await using var stops = stoppingToken.Register(() => signal.Open(false));
        try
        {
            await Task.WhenAll(loops);
        }
        finally
        {
            foreach (var claim in signal.Close())
            {
                await claim.DisposeAsync();
            }
        }
    }

    private async Task RelayAsync(int part, BrokerLink link, CancellationToken stopping)
    {
        var relay = new PartRelay(part, database, link, options.Value, time, logger, observer);
        var failures = 0;
        var rival = _whenTakenElsewhere;
        var later = Task.CompletedTask;
        while (!stopping.IsCancellationRequested)
        {
            IReadOnlyList<int> parts = [part];
            var slow = relay.OneByOne;
            try
            {
                var claim = await signal.WaitAsync(part, stopping);
                parts = claim?.Parts ?? parts;
                var turn = claim is null
                    ? await relay.TakeTurnAsync(stopping)
                    : await relay.TakeTurnAsync(claim, stopping);
                if (turn == Turn.TakenElsewhere)
                {
                    // Not waited for here: the claim that holds the part may be the next that is handed to this loop.
                    if (later.IsCompleted)
                    {
                        later = WakeLaterAsync(part, rival, stopping);
                        rival = rival * 2 < _longestWhenTakenElsewhere ? rival * 2 : _longestWhenTakenElsewhere;
                    }

                    continue;
                }

                rival = _whenTakenElsewhere;
                if (turn is Turn.More or Turn.GivenBack)
                {
                    Wake(parts);
                }

                if (turn is Turn.More or Turn.Done)
                {
                    Recovered(ref failures);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The owner of this retry: everything not confirmed is still in the outbox.
                if (++failures == 1)
                {
                    signal.Trouble(begins: true);
                }

                Log.RelayFailed(logger, part, failures, e);
                await PauseAsync(failures, stopping);
                Wake(parts);
            }
            finally
            {
                if (relay.OneByOne != slow)
                {
                    signal.Trouble(relay.OneByOne);
                }
            }
        }
    }

    /// <summary>The part's relay has met the broker again.</summary>
    private void Recovered(ref int failures)
    {
        if (failures > 0)
        {
            signal.Trouble(begins: false);
            failures = 0;
        }
    }

    private void Wake(IReadOnlyList<int> parts)
    {
        foreach (var part in parts)
        {
            signal.Wake(part);
        }
    }

    private async Task WakeLaterAsync(int part, TimeSpan after, CancellationToken stopping)
    {
        await Task.Delay(after, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        signal.Wake(part);
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using (var connection = await database.OpenConnectionAsync(stopping))
                {
                    foreach (var part in await RelayStore.PartsWithWorkAsync(connection, time.GetUtcNow(), stopping))
                    {
                        signal.Wake(part);
                    }
                }

                failures = 0;
                await Task.Delay(options.Value.SweepEvery, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.SweepFailed(logger, ++failures, e);
                await PauseAsync(failures, stopping);
            }
        }
    }

    private async Task PauseAsync(int failures, CancellationToken stopping)
    {
        var pause = RelayRules.Delay(Math.Min(failures, 6) - 1);
        await Task.Delay(pause < _longestPause ? pause : _longestPause, time, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

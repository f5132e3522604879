using CallCenter.Messaging.Outbox;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Messaging.Relaying;

/// <summary>
/// Publishes what was committed. Eight loops sleep until a commit wakes their part; one sweep a second finds what
/// was not signalled: after a crash, from another replica, or when a held event is due again.
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
    private static readonly TimeSpan _whenTakenElsewhere = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = new BrokerLink(broker.Value.Uri, $"{service.Name}-relay", logger, time);
        var loops = Enumerable.Range(0, WireNames.Parts)
            .Select(part => RelayAsync(part, link, stoppingToken))
            .Append(SweepAsync(stoppingToken));
        await Task.WhenAll(loops);
    }

    private async Task RelayAsync(int part, BrokerLink link, CancellationToken stopping)
    {
        var relay = new PartRelay(part, database, link, options.Value, time, logger, observer);
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(part, stopping);
                while (await relay.TakeTurnAsync(stopping) is var turn && turn != Turn.Idle)
                {
                    if (turn == Turn.TakenElsewhere)
                    {
                        await Task.Delay(_whenTakenElsewhere, time, stopping);
                    }
                }

                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The owner of this retry: everything not confirmed is still in the outbox.
                Log.RelayFailed(logger, part, ++failures, e);
                await PauseAsync(failures, stopping);
                signal.Wake(part);
            }
        }
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

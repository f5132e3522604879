using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Decisions;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Matching;

/// <summary>
/// Decides over the present state: woken after a commit that may have changed it, and by a sweep. It runs in every
/// replica; a lock in the database lets one decide at a time.
/// </summary>
public sealed class MatchWorker(
    WakeSignal<MatchWorker> signal, Transactions transactions, NpgsqlDataSource database, TimeProvider time,
    IOptions<RoutingOptions> options, ILogger<MatchWorker> logger) : BackgroundService
{
    private DateTimeOffset _sweptAt;

    /// <summary>
    /// One pass: loads, gives callbacks their turn, decides, reserves, says. Over everyone it also writes down why
    /// calls wait; otherwise it looks at the longest idle only, which is quick and mostly enough.
    /// </summary>
    public async Task<MatchPass> MatchAsync(bool everyone, CancellationToken cancellation)
    {
        var settings = options.Value;
        await using var work = await transactions.BeginAsync(cancellation);
        var state = await LoadAsync(work, everyone, cancellation);
        var now = time.GetUtcNow();
        state = await CallbackDials.DecideAsync(work, state, settings, now, cancellation);
        var decision = MatchRules.Decide(state, now);
        var made = await ReserveAsync(work, decision.Matches, now, cancellation);
        var cutShort = !everyone && decision.PassedOver.Count > 0 && state.Agents.Count >= settings.AgentsPerPass;
        await HeldCallStore.HoldAsync(
            work.Transaction, cutShort ? [] : [.. decision.PassedOver.Where(passed => passed.AtCap > 0)], now,
            cancellation);
        if (everyone)
        {
            await DecisionStore.SaveNobodyAsync(
                work.Transaction,
                [.. decision.PassedOver.Where(passed => passed.Trace is not null)
                    .Select(passed => Decision.Nobody(Guid.CreateVersion7(now), passed, now))],
                cancellation);
        }

        await work.CommitAsync(cancellation);
        if (made < decision.Matches.Count || decision.MoreToLoad || decision.Matches.Any(match => match.MayHaveMore))
        {
            // Someone was changing what was chosen, or may take more beside it, or calls are next that were not
            // loaded: look again at once.
            signal.Wake();
        }

        return new MatchPass(made, cutShort);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = await signal.WaitAsync(options.Value.SweepTime, stoppingToken);
            try
            {
                await LookAsync(woken, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: the state is there, the next look decides over it.
                Log.MatchFailed(logger, e);
                await Task.Delay(options.Value.SweepTime, time, stoppingToken);
            }
        }
    }

    private async Task LookAsync(bool woken, CancellationToken cancellation)
    {
        var pass = woken ? await MatchAsync(everyone: false, cancellation) : null;

        // A sweep looks at everyone and writes down why calls wait; under constant load it has its turn too.
        var now = time.GetUtcNow();
        if (pass is { CutShort: false } && now - _sweptAt < options.Value.SweepTime)
        {
            return;
        }

        _sweptAt = now;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (pass is { CutShort: true }
            || await MatchStore.AnyLeftAsync(connection, now - (options.Value.SweepTime / 2), cancellation))
        {
            await PlaceAsync(cancellation);
            await MatchAsync(everyone: true, cancellation);
        }
    }

    private async Task<MatchState> LoadAsync(UnitOfWork work, bool everyone, CancellationToken cancellation)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        var limits = new LoadLimits
        {
            ReadyAgents = everyone ? null : settings.AgentsPerPass,
            Calls = settings.CallsPerPass,
            Explained = everyone ? settings.ExplainedCalls : 0,
            DeclinedSince = now - settings.DeclineTime,
            SoonAt = now + settings.CallbackDialTime,
        };
        var state = await MatchStore.LoadAsync(work.Transaction, limits, now, cancellation);
        var (calls, pauses) = await LoadStore.OfAgentsAsync(
            work.Transaction.Connection!, state.Spared, now - settings.Load.Memory, cancellation);
        return state with
        {
            Loads = LoadRules.OfAll(state.Agents, calls, pauses, settings.Load, now),
            NamedAgents = settings.TracedAgents,
            ExplainedCalls = everyone ? settings.ExplainedCalls : 0,
        };
    }

    /// <summary>Brings the calls whose step or cap has come to where they are found by it.</summary>
    private async Task PlaceAsync(CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await WaitingCallStore.LockPlacesDueAsync(
            work.Transaction, now, options.Value.CallsPerPass, cancellation);
        if (due.Count == 0)
        {
            return;
        }

        var queues = (await QueueStore.ListAsync(work.Transaction.Connection!, cancellation))
            .ToDictionary(queue => queue.QueueId, queue => queue.At(now).Plan);
        await WaitingCallStore.SavePlacesAsync(
            work.Transaction,
            [.. due.Select(call => PlaceRules.Place(call, queues[call.QueueId!.Value], now))],
            cancellation);
        await work.CommitAsync(cancellation);
    }

    private async Task<int> ReserveAsync(
        UnitOfWork work, IReadOnlyList<Match> matches, DateTimeOffset now, CancellationToken cancellation)
    {
        if (matches.Count == 0)
        {
            return 0;
        }

        var wanted = matches.ToDictionary(_ => Guid.CreateVersion7(now), match => match);
        var made = await MatchStore.ReserveAsync(
            work.Transaction,
            [.. wanted.Select(one => one.Value.Reserve(one.Key, options.Value.LeaseGrace, now).Assignment)],
            now,
            cancellation);
        foreach (var (assignmentId, match) in wanted.Where(one => made.Contains(one.Key)))
        {
            using var span = ServiceActivity.Start("assign call", match.Call.Traceparent);
            ServiceActivity.OfCall(match.Call.CallId);
            work.Publish(new CallAssigned
            {
                CallId = match.Call.CallId,
                AssignmentId = assignmentId,
                AgentId = match.Agent.AgentId,
                QueueId = match.Queue.QueueId,
                Channel = match.Call.Channel == Channels.Voice ? null : match.Call.Channel,
                AssignedAt = now,
                RingUntilAt = match.RingUntilAt,
            });
            work.Publish(match.Hold(now).Events);
            Log.Assigned(logger, match.Call.CallId, match.Agent.AgentId, assignmentId);
        }

        var delays = await HeldCallStore.EndAsync(
            work.Transaction,
            [.. wanted.Where(one => made.Contains(one.Key) && one.Value.Call.Hard)
                .Select(one => one.Value.Call.CallId)],
            now,
            cancellation);
        work.AfterCommit(() => CareMetrics.Delayed(delays));
        DecisionStore.Save(
            work,
            [.. wanted.Where(one => made.Contains(one.Key) && one.Value.Trace is not null)
                .Select(one => Decision.Of(one.Key, one.Value, now))]);
        return made.Count;
    }
}

/// <summary>
/// What a pass came to: how many calls were assigned, and whether an agent beyond those looked at might take a call
/// that was passed over.
/// </summary>
public sealed record MatchPass(int Made, bool CutShort);

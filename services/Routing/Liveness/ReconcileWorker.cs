using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Liveness;

/// <summary>
/// Looks for what cannot be, and repairs what two looks have found: the first may have met a change on its way. It
/// runs in every replica; a lock in the database lets one look at a time.
/// </summary>
public sealed class ReconcileWorker(
    WakeSignal<MatchWorker> signal, Transactions transactions, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<ReconcileWorker> logger) : BackgroundService
{
    /// <summary>More than this is no single fault; the next looks go on.</summary>
    private const int AtOnce = 500;

    /// <summary>Ready agents that a look considers: enough that a call which one of them may take is seen.</summary>
    private const int ReadyAgents = 2_000;

    private TimeSpan TwoSweeps => 2 * options.Value.SweepTime;

    /// <summary>One look; returns what was repaired or said. Nothing where another replica has just looked.</summary>
    public async Task<IReadOnlyList<Repair>> LookAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var work = await transactions.BeginAsync(cancellation);
        if (!await ReconcileStore.ClaimAsync(
            work.Transaction, now - (options.Value.LookTime / 2), now, cancellation))
        {
            return [];
        }

        var beside = await BesideAsync(work, now, cancellation);
        var suspects = await ReconcileStore.FindAsync(
            work.Transaction, now - options.Value.LongestWait, AtOnce, cancellation);
        var certain = await ReconcileStore.RememberAsync(
            work.Transaction, [.. suspects, .. beside.Keys], now - TwoSweeps, now, cancellation);
        var repairs = new List<Repair>();
        foreach (var suspect in certain.Where(beside.ContainsKey))
        {
            repairs.Add(await SaveAsync(work, beside[suspect], cancellation));
        }

        await RepairStore.ForgetAsync(work.Transaction, now - options.Value.KeepRepairs, cancellation);
        await work.CommitAsync(cancellation);
        foreach (var suspect in certain.Where(one => !beside.ContainsKey(one)))
        {
            if (await RepairAsync(suspect, cancellation) is { } repair)
            {
                repairs.Add(repair);
            }
        }

        return repairs;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookTime, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: what is wrong stays wrong until the next look.
                Log.ReconcileFailed(logger, e);
            }
        }
    }

    /// <summary>What the production rules would decide now and should have decided long ago.</summary>
    private async Task<Dictionary<Suspect, Finding>> BesideAsync(
        UnitOfWork work, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!await MatchStore.AnyWaitingAsync(work.Transaction.Connection!, cancellation))
        {
            return [];
        }

        var limits = new LoadLimits
        {
            ReadyAgents = ReadyAgents,
            Calls = options.Value.CallsPerPass,
            Explained = 0,
            DeclinedSince = now - options.Value.DeclineTime,
            SoonAt = now + options.Value.CallbackDialTime,
            Turn = MatcherTurn.None,
        };
        var state = await MatchStore.LoadAsync(work.Transaction, limits, now, cancellation);
        state = await CallbackDials.KeepAsync(work, state, options.Value, now, cancellation);
        var load = options.Value.Load;
        var (calls, pauses) = await LoadStore.OfAgentsAsync(
            work.Transaction.Connection!, state.Spared, now - load.Memory, cancellation);
        var decision = MatchRules.Decide(
            state with { Loads = LoadRules.OfAll(state.Agents, calls, pauses, load, now) }, now);
        return ReconcileRules.Beside(decision, now - TwoSweeps)
            .ToDictionary(one => new Suspect { What = Suspect.Waiting, Id = one.CallId!.Value });
    }

    private async Task<Repair?> RepairAsync(Suspect suspect, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var finding = suspect.What == Suspect.Agent
            ? await JudgeAgentAsync(work.Transaction, suspect.Id, cancellation)
            : await JudgeCallAsync(work.Transaction, suspect.Id, cancellation);
        if (finding is null)
        {
            return null;
        }

        var repair = await SaveAsync(work, finding, cancellation);
        await work.CommitAsync(cancellation);
        return repair;
    }

    private async Task<Finding?> JudgeAgentAsync(
        NpgsqlTransaction work, Guid agentId, CancellationToken cancellation)
    {
        var (agent, alone, all) = await EngagementStore.LockAgentAsync(work, agentId, cancellation);
        if (agent is null)
        {
            return null;
        }

        var aside = agent.AsideCallId is { } callId
            ? await WaitingCallStore.LockAsync(work, callId, cancellation)
            : null;
        return ReconcileRules.OfAgent(
            agent, alone, all, time.GetUtcNow(),
            asideIsOver: agent.AsideCallId is not null && aside is null or { State: CallStates.Ended });
    }

    private async Task<Finding?> JudgeCallAsync(NpgsqlTransaction work, Guid callId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (call, live) = await EngagementStore.LockCallAsync(work, callId, cancellation);
        return call is null
            ? ReconcileRules.OfUnknownCall(callId, now)
            : ReconcileRules.OfCall(call, live, now - options.Value.LongestWait, now);
    }

    private async Task<Repair> SaveAsync(UnitOfWork work, Finding finding, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var repair = finding.Record(Guid.CreateVersion7(now), now);
        using var span = ServiceActivity.Start("repair", finding.Traceparent);
        await RepairStore.SaveAsync(work.Transaction, finding, repair, cancellation);
        work.Publish(finding.Says(now));
        work.AfterCommit(() =>
        {
            RoutingMetrics.Repaired(repair.Kind);
            Log.ImpossibleRepaired(
                logger, repair.Kind, repair.Done, repair.AgentId, repair.CallId, repair.AssignmentId);
            signal.Wake();
        });
        return repair;
    }
}

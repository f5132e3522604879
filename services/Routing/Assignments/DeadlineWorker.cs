using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Decisions;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Overflowing;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Assignments;

/// <summary>
/// Every deadline of Routing: wrap-ups that ran out, leases of which nothing was heard, calls that cannot be waiting
/// any more. Replicas share the work: who locks an assignment first repairs it.
/// </summary>
public sealed class DeadlineWorker(
    WakeSignal<MatchWorker> signal, Transactions transactions, NpgsqlDataSource database, TimeProvider time,
    IOptions<RoutingOptions> options, ILogger<DeadlineWorker> logger)
    : SweepWorker(options.Value.SweepTime, time)
{
    private const int Batch = 100;
    private static readonly TimeSpan UpkeepTime = TimeSpan.FromMinutes(10);

    /// <summary>No plan looks further back for the agent who talked last.</summary>
    private static readonly TimeSpan LongestLastAgent = TimeSpan.FromDays(366);

    private DateTimeOffset _upkeepAt;

    /// <summary>Ends what is due; returns how many assignments were looked at.</summary>
    public async Task<int> EndDueAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var due = await AssignmentStore.DueAsync(connection, Clock.GetUtcNow(), Batch, cancellation);
        foreach (var assignmentId in due)
        {
            await EndAsync(assignmentId, cancellation);
        }

        return due.Count;
    }

    /// <summary>Ends ghosts and forgets what is long over.</summary>
    public async Task UpkeepAsync(CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        foreach (var callId in await WaitingCallStore.EndGhostsAsync(
            connection, now - options.Value.LongestWait, now, cancellation))
        {
            Log.Ghost(logger, callId);
        }

        var calls = await WaitingCallStore.ForgetAsync(connection, now - options.Value.KeepCalls, cancellation);
        var assignments = await AssignmentStore.ForgetAsync(
            connection, now - options.Value.KeepAssignments, cancellation);
        var decisions = await DecisionStore.ForgetAsync(
            connection, now - options.Value.KeepDecisions, cancellation);
        await HeldCallStore.RepairAsync(connection, cancellation);
        await LoadStore.ForgetAsync(
            connection, now - options.Value.KeepLoads, now - options.Value.KeepFigures, cancellation);
        await OverflowStore.ForgetAsync(connection, now - options.Value.KeepDecisions, cancellation);
        await CustomerStore.ForgetTalksAsync(connection, now - LongestLastAgent, cancellation);
        Log.Forgot(logger, calls, assignments, decisions);
    }

    protected override async Task SweepAsync(CancellationToken cancellation)
    {
        await EndDueAsync(cancellation);
        if (Clock.GetUtcNow() - _upkeepAt >= UpkeepTime)
        {
            await UpkeepAsync(cancellation);
            _upkeepAt = Clock.GetUtcNow();
        }
    }

    protected override void Failed(Exception fault) => Log.DeadlineFailed(logger, fault);

    private async Task EndAsync(Guid assignmentId, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        if (await AssignmentStore.LockAsync(work.Transaction, assignmentId, cancellation) is not { } held)
        {
            return;
        }

        var queue = await QueueStore.FindAsync(work.Transaction.Connection!, held.Assignment.QueueId, cancellation);
        using var span = ServiceActivity.Start("end assignment", held.Call.Traceparent);
        ServiceActivity.OfCall(held.Call.CallId);
        var outcome = AssignmentRules.End(
            held, queue?.WrapUp ?? WrapUpPlan.Optional(options.Value.WrapUpTime), options.Value.MissedRings,
            Clock.GetUtcNow());
        await AssignmentStore.SaveAsync(work.Transaction, outcome.Changed, cancellation);
        work.Publish(outcome.Events);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        var ended = outcome.Changed.SingleOrDefault()?.Assignment;
        if (ended is { Reason: AssignmentRules.Forgotten })
        {
            Log.WrapUpForgotten(logger, assignmentId, ended.CallId, ended.AgentId);
        }
        else if (ended is { State: not AssignmentStates.Completed } repaired)
        {
            RoutingMetrics.Expired();
            Log.Repaired(logger, assignmentId, repaired.CallId, repaired.State);
        }
    }
}

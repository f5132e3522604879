using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Decisions;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Matching;

/// <summary>
/// One decision over the present state, in the transaction of whoever asks for it: loads, gives callbacks their turn,
/// decides, reserves, says. A lock in the database, held until the commit, lets one decide at a time.
/// </summary>
public sealed class Matcher(
    WakeSignal<MatchWorker> signal, TimeProvider time, IOptions<RoutingOptions> options, ILogger<Matcher> logger)
{
    /// <summary>Waits for its turn, then decides; who looks over everyone writes down why calls wait, too.</summary>
    public async Task<MatchPass> DecideAsync(UnitOfWork work, bool everyone, CancellationToken cancellation) =>
        await DecideAsync(work, everyone, await LoadAsync(work, everyone, cancellation), null, cancellation);

    /// <summary>
    /// Stores a call that comes when nobody waits, and decides: then the call has its agent with the commit that
    /// stores it. It takes a turn that is free, as <see cref="LimitsAtOnce"/> has it loaded.
    /// </summary>
    public async Task DecideAtOnceAsync(
        UnitOfWork work, MatchState loaded, WaitingCall coming, CancellationToken cancellation)
    {
        if (loaded.AnyCallbacks)
        {
            // The turn of a customer who waits to be called back is reckoned over the calls that are stored.
            await WaitingCallStore.SaveAsync(work.Transaction, coming, cancellation);
        }

        var state = loaded with
        {
            Calls = [.. loaded.Calls.Where(call => call.CallId != coming.CallId), coming],
        };
        state = await SparedAsync(work, everyone: false, state, cancellation);
        var unstored = loaded.AnyCallbacks ? null : coming;
        if ((await DecideAsync(work, everyone: false, state, unstored, cancellation)).CutShort)
        {
            // Only the worker looks at everyone.
            work.AfterCommit(signal.Wake);
        }
    }

    /// <summary>How much is loaded for a decision at once, which is made only if nobody else decides.</summary>
    public LoadLimits LimitsAtOnce(DateTimeOffset now) => Limits(everyone: false, MatcherTurn.IfFree, now);

    private async Task<MatchPass> DecideAsync(
        UnitOfWork work, bool everyone, MatchState loaded, WaitingCall? coming, CancellationToken cancellation)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        var state = await CallbackDials.DecideAsync(work, loaded, settings, now, cancellation);
        var decision = MatchRules.Decide(state, now);
        var made = await ReserveAsync(work, decision.Matches, coming, now, cancellation);
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

        if (made < decision.Matches.Count || decision.MoreToLoad || decision.Matches.Any(match => match.MayHaveMore))
        {
            // Someone was changing what was chosen, or may take more beside it, or calls are next that were not
            // loaded: look again at once.
            work.AfterCommit(signal.Wake);
        }

        return new MatchPass(made, cutShort, loaded.Calls.Count == 0 && !loaded.AnyCallbacks);
    }

    private LoadLimits Limits(bool everyone, MatcherTurn turn, DateTimeOffset now)
    {
        var settings = options.Value;
        return new LoadLimits
        {
            ReadyAgents = everyone ? null : settings.AgentsPerPass,
            Calls = settings.CallsPerPass,
            Explained = everyone ? settings.ExplainedCalls : 0,
            DeclinedSince = now - settings.DeclineTime,
            SoonAt = now + settings.CallbackDialTime,
            Turn = turn,
        };
    }

    private async Task<MatchState> LoadAsync(UnitOfWork work, bool everyone, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var limits = Limits(everyone, MatcherTurn.Awaited, now);
        var state = await MatchStore.LoadAsync(work.Transaction, limits, now, cancellation);
        return await SparedAsync(work, everyone, state, cancellation);
    }

    /// <summary>The state with what hard calls have left with the agents for whom it matters.</summary>
    private async Task<MatchState> SparedAsync(
        UnitOfWork work, bool everyone, MatchState state, CancellationToken cancellation)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        var (calls, pauses) = await LoadStore.OfAgentsAsync(
            work.Transaction.Connection!, state.Spared, now - settings.Load.Memory, cancellation);
        return state with
        {
            Loads = LoadRules.OfAll(state.Agents, calls, pauses, settings.Load, now),
            NamedAgents = settings.TracedAgents,
            ExplainedCalls = everyone ? settings.ExplainedCalls : 0,
        };
    }

    private async Task<int> ReserveAsync(
        UnitOfWork work, IReadOnlyList<Match> matches, WaitingCall? coming, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (matches.Count == 0)
        {
            if (coming is not null)
            {
                WaitingCallStore.Save(work, coming);
            }

            return 0;
        }

        var wanted = matches.ToDictionary(_ => Guid.CreateVersion7(now), match => match);
        var made = await ReservationStore.ReserveAsync(
            work.Transaction,
            [.. wanted.Select(one => one.Value.Reserve(one.Key, options.Value.LeaseGrace, now).Assignment)],
            coming,
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
            work.AfterCommit(
                () => Log.Assigned(logger, match.Call.CallId, match.Agent.AgentId, assignmentId));
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
/// What a pass came to: how many calls were assigned, whether an agent beyond those looked at might take a call
/// that was passed over, and whether neither a call nor a callback waited before it.
/// </summary>
public sealed record MatchPass(int Made, bool CutShort, bool NobodyWaited);

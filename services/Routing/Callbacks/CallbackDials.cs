using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Callbacks;

/// <summary>The part of a pass that gives callbacks their turn, before calls get agents.</summary>
internal static class CallbackDials
{
    /// <summary>
    /// Has the customers dialled whose turn it is; returns the state in which the agents who are kept for them are
    /// not to be had.
    /// </summary>
    public static async Task<MatchState> DecideAsync(
        UnitOfWork work, MatchState state, RoutingOptions settings, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!state.AnyCallbacks)
        {
            return state;
        }

        var turns = await TurnsAsync(work, state, settings, now, cancellation);
        var waiting = await CallbackStore.LockWaitingAsync(
            work.Transaction, [.. turns.Dials.Select(one => one.CallbackId)], cancellation);
        foreach (var callback in waiting)
        {
            using var span = ServiceActivity.Start("dial callback", callback.Traceparent);
            var dial = callback.Dial(
                Guid.CreateVersion7(now), state.Queues[callback.QueueId].Plan, settings.CallbackDialTime, now);
            await CallbackStore.SaveAsync(work.Transaction, dial.Changed, cancellation);
            await CallbackStore.AddAttemptAsync(work.Transaction, dial.Changed[0], cancellation);
            work.Publish(dial.Events);
        }

        return state with { KeptAgents = turns.KeptAgents };
    }

    /// <summary>The state with the agents who are kept at present; nobody is dialled.</summary>
    public static async Task<MatchState> KeepAsync(
        UnitOfWork work, MatchState state, RoutingOptions settings, DateTimeOffset now,
        CancellationToken cancellation) =>
        state.AnyCallbacks
            ? state with { KeptAgents = (await TurnsAsync(work, state, settings, now, cancellation)).KeptAgents }
            : state;

    private static async Task<Turns> TurnsAsync(
        UnitOfWork work, MatchState state, RoutingOptions settings, DateTimeOffset now, CancellationToken cancellation)
    {
        var scene = await CallbackStore.LoadAsync(
            work.Transaction, now, settings.CallbackDialTime, settings.CallsPerPass, cancellation);
        return TurnRules.Decide(state, scene, settings.CallbackDialTime, now);
    }
}

using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>Stores and says what becomes of the assignments of a call that is not what it was.</summary>
internal static class AssignmentKeeping
{
    /// <summary>Applies a rule to each that the call still holds; who comes free by it is looked at.</summary>
    public static async Task OfCallAsync(
        UnitOfWork work, WaitingCall call, Func<Engagement, Outcome> rule, WakeSignal<MatchWorker> signal,
        CancellationToken cancellation)
    {
        foreach (var held in await AssignmentStore.LockOfCallAsync(work.Transaction, call.CallId, cancellation))
        {
            var outcome = rule(held with { Call = call });
            AssignmentStore.Save(work, outcome.Changed);
            work.Publish(outcome.Events);
            work.AfterCommit(signal.Wake);
        }
    }
}

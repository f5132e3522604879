using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Waiting;

/// <summary>Whether a queue takes a call.</summary>
public static class AdmissionRules
{
    /// <summary>Why it lets no call wait now; null when it does.</summary>
    /// <param name="queue">The queue as it is at that instant.</param>
    /// <param name="standing">How many other calls wait in it or are being rung for.</param>
    /// <param name="now">The time.</param>
    public static Refusal? Refusal(Queue? queue, int standing, DateTimeOffset now) =>
        Shut(queue, now)
        ?? (queue!.Plan.CallbackOnly ? new Refusal("callback-only")
            : standing >= queue.Plan.Limits.MaxWaiting ? new Refusal("full")
            : null);

    /// <summary>Why nobody is served; who is called back has kept the place: no queue is full for them.</summary>
    public static Refusal? Shut(Queue? queue, DateTimeOffset now) =>
        queue is null ? new Refusal("unknown-queue")
        : !queue.Open ? new Refusal("closed", "by-hand")
        : queue.Plan.Hours is { } hours && HoursRules.WhyClosed(hours, now) is { } why ? new Refusal("closed", why)
        : null;
}

/// <summary>Why no agent will get a call, as CallNotRoutable says it.</summary>
public sealed record Refusal(string Reason, string? Detail = null);

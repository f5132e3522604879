using CallCenter.Contracts.Telephony;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>The event that the benchmark says: of ordinary size.</summary>
internal static class Speech
{
    public static CallEnded Ended(Guid call) => new()
    {
        CallId = call,
        Cause = "caller-hung-up",
        Abandoned = false,
        QueueId = call,
        AgentId = call,
        DurationMs = 123_456,
        QueuedMs = 12_345,
        TalkMs = 98_765,
        EndedAt = TimeProvider.System.GetUtcNow(),
    };

    public static Guid Call(int subject) => new($"00000000-0000-7000-8000-{subject:d12}");
}

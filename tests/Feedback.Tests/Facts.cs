using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Feedback.Tests;

/// <summary>The facts of one call, as the other services say them; a test names only what matters to it.</summary>
internal sealed record Facts
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public Guid CallId { get; } = Guid.CreateVersion7();

    public Guid QueueId { get; init; } = Guid.CreateVersion7();

    public Guid AgentId { get; init; } = Guid.CreateVersion7();

    public string? CallerRef { get; init; } = "k1:0001";

    public CallArrived Arrived => new()
    {
        CallId = CallId,
        ArrivedAt = Noon,
        NumberId = Guid.CreateVersion7(),
        CallerRef = CallerRef,
        Language = "en",
    };

    public CallQueued Queued => new()
    {
        CallId = CallId,
        QueueId = QueueId,
        QueuedAt = Noon.AddSeconds(5),
        NumberId = Guid.CreateVersion7(),
        CallerRef = CallerRef,
        Language = "en",
    };

    public CallAnswered Answered => new()
    {
        CallId = CallId,
        AssignmentId = Guid.CreateVersion7(),
        AgentId = AgentId,
        QueueId = QueueId,
        AnsweredAt = Noon.AddSeconds(10),
    };

    public CallEnded Ended => new()
    {
        CallId = CallId,
        Cause = "completed",
        Abandoned = false,
        QueueId = QueueId,
        AgentId = AgentId,
        DurationMs = 60_000,
        QueuedMs = 5_000,
        TalkMs = 50_000,
        EndedAt = Noon.AddSeconds(60),
    };

    public CallWrappedUp WrappedUp => new()
    {
        CallId = CallId,
        AssignmentId = Guid.CreateVersion7(),
        AgentId = AgentId,
        QueueId = QueueId,
        Disposition = "late-delivery",
        DurationMs = 10_000,
        WrappedUpAt = Noon.AddSeconds(70),
    };

    public SurveyAnswered Survey(int score, string question = "csat") => new()
    {
        CallId = CallId,
        AgentId = AgentId,
        QueueId = QueueId,
        Question = question,
        Score = score,
        AnsweredAt = Noon.AddSeconds(65),
    };

    public CallEvaluated Evaluated(decimal? score) => new()
    {
        CallId = CallId,
        EvaluationId = Guid.CreateVersion7(),
        RecordingId = Guid.CreateVersion7(),
        AgentId = AgentId,
        QueueId = QueueId,
        Form = "conversation",
        FormVersion = 1,
        Score = score,
        SilenceMs = 0,
        LongestSilenceMs = 0,
        OverlapMs = 0,
        AgentInterruptions = 0,
        CallerInterruptions = 0,
        EvaluatedAt = Noon.AddSeconds(90),
    };
}

using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Feedback.Calls;

/// <summary>
/// What is known of a call, or what one event says of it. Facts of several services come in any order and may come
/// twice: each fills what it knows, and no fact takes away what another has said.
/// </summary>
public sealed record CallFacts
{
    public required Guid CallId { get; init; }

    public Guid? NumberId { get; init; }

    public string? Language { get; init; }

    public string? CallerRef { get; init; }

    public Guid? CustomerId { get; init; }

    /// <summary>The last queue.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>The last agent who talked.</summary>
    public Guid? AgentId { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Cause { get; init; }

    public bool? Abandoned { get; init; }

    public string? Disposition { get; init; }

    public Guid? EvaluationId { get; init; }

    public decimal? EvaluationScore { get; init; }

    public static CallFacts Of(CallArrived fact) => new()
    {
        CallId = fact.CallId,
        NumberId = fact.NumberId,
        Language = fact.Language,
        CallerRef = fact.CallerRef,
        ArrivedAt = fact.ArrivedAt,
    };

    public static CallFacts Of(CallQueued fact) => new()
    {
        CallId = fact.CallId,
        QueueId = fact.QueueId,
        QueuedAt = fact.QueuedAt,
        CallerRef = fact.CallerRef,
    };

    public static CallFacts Of(CallAnswered fact) => new()
    {
        CallId = fact.CallId,
        QueueId = fact.QueueId,
        AgentId = fact.AgentId,
        AnsweredAt = fact.AnsweredAt,
    };

    public static CallFacts Of(CallEnded fact) => new()
    {
        CallId = fact.CallId,
        QueueId = fact.QueueId,
        AgentId = fact.AgentId,
        EndedAt = fact.EndedAt,
        Cause = fact.Cause,
        Abandoned = fact.Abandoned,
    };

    public static CallFacts Of(CallWrappedUp fact) => new()
    {
        CallId = fact.CallId,
        QueueId = fact.QueueId,
        AgentId = fact.AgentId,
        Disposition = fact.Disposition,
    };

    public static CallFacts Of(CallEvaluated fact) => new()
    {
        CallId = fact.CallId,
        QueueId = fact.QueueId,
        AgentId = fact.AgentId,
        EvaluationId = fact.EvaluationId,
        EvaluationScore = fact.Score,
    };

    public static CallFacts Of(SurveyAnswered fact) => new()
    {
        CallId = fact.CallId,
        QueueId = fact.QueueId,
        AgentId = fact.AgentId,
    };
}

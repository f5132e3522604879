using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Feedback.Calls;

/// <summary>
/// What is known of a call. Facts of several services come in any order and may come twice: each fills what it knows,
/// and no fact takes away what another has said.
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

    public CallFacts Hear(CallArrived fact) => this with
    {
        NumberId = fact.NumberId,
        Language = fact.Language,
        CallerRef = fact.CallerRef ?? CallerRef,
        ArrivedAt = fact.ArrivedAt,
    };

    public CallFacts Hear(CallQueued fact) => this with
    {
        QueueId = AnsweredAt is null ? fact.QueueId : QueueId ?? fact.QueueId,
        QueuedAt = fact.QueuedAt,
        CallerRef = fact.CallerRef ?? CallerRef,
    };

    /// <summary>After a transfer there is a later answer: the last one counts.</summary>
    public CallFacts Hear(CallAnswered fact) => AnsweredAt > fact.AnsweredAt ? this : this with
    {
        QueueId = fact.QueueId,
        AgentId = fact.AgentId,
        AnsweredAt = fact.AnsweredAt,
    };

    public CallFacts Hear(CallEnded fact) => this with
    {
        QueueId = QueueId ?? fact.QueueId,
        AgentId = AgentId ?? fact.AgentId,
        EndedAt = fact.EndedAt,
        Cause = fact.Cause,
        Abandoned = fact.Abandoned,
    };

    public CallFacts Hear(CallWrappedUp fact) => this with
    {
        QueueId = QueueId ?? fact.QueueId,
        AgentId = AgentId ?? fact.AgentId,
        Disposition = fact.Disposition ?? Disposition,
    };

    public CallFacts Hear(CallEvaluated fact) => this with
    {
        QueueId = QueueId ?? fact.QueueId,
        AgentId = AgentId ?? fact.AgentId,
        EvaluationId = fact.EvaluationId,
        EvaluationScore = fact.Score,
    };

    public CallFacts Hear(SurveyAnswered fact) => this with
    {
        QueueId = QueueId ?? fact.QueueId,
        AgentId = AgentId ?? fact.AgentId,
    };
}

using CallCenter.Feedback.Surveys;

namespace CallCenter.Feedback.Calls;

/// <summary>What Feedback knows of a call, as it is shown.</summary>
public sealed record CallAnswer
{
    public required Guid CallId { get; init; }

    public Guid? CustomerId { get; init; }

    public Guid? QueueId { get; init; }

    public Guid? AgentId { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Disposition { get; init; }

    public decimal? EvaluationScore { get; init; }

    public required IReadOnlyList<AnswerGiven> Answers { get; init; }

    public static CallAnswer Of(CallFacts call, IEnumerable<SurveyAnswer> answers) => new()
    {
        CallId = call.CallId,
        CustomerId = call.CustomerId,
        QueueId = call.QueueId,
        AgentId = call.AgentId,
        ArrivedAt = call.ArrivedAt,
        EndedAt = call.EndedAt,
        Disposition = call.Disposition,
        EvaluationScore = call.EvaluationScore,
        Answers =
        [
            .. answers.Select(a =>
                new AnswerGiven { Question = a.Question, Score = a.Score, AnsweredAt = a.AnsweredAt }),
        ],
    };
}

/// <summary>One answer of the survey.</summary>
public sealed record AnswerGiven
{
    public required string Question { get; init; }

    public required int Score { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }
}

using CallCenter.Contracts.Telephony;

namespace CallCenter.Feedback.Surveys;

/// <summary>An answer as it is kept with its call.</summary>
public sealed record SurveyAnswer
{
    public required Guid CallId { get; init; }

    public required string Question { get; init; }

    public required int Score { get; init; }

    public Guid? AgentId { get; init; }

    public Guid? QueueId { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }

    public static SurveyAnswer Of(SurveyAnswered fact) => new()
    {
        CallId = fact.CallId,
        Question = fact.Question,
        Score = fact.Score,
        AgentId = fact.AgentId,
        QueueId = fact.QueueId,
        AnsweredAt = fact.AnsweredAt,
    };
}

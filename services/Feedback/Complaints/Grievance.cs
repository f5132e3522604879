using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Surveys;

namespace CallCenter.Feedback.Complaints;

/// <summary>Something that makes a complaint: a bad answer, a bad evaluation, an agent's report.</summary>
public sealed record Grievance
{
    /// <summary>One of <see cref="ComplaintSources"/>.</summary>
    public required string Source { get; init; }

    /// <summary>What exactly it came from: the question, the evaluation, the report. It counts once.</summary>
    public required string Origin { get; init; }

    public required string Reason { get; init; }

    public Guid? QueueId { get; init; }

    public Guid? AgentId { get; init; }

    public decimal? Score { get; init; }

    /// <summary>The agent who reported it.</summary>
    public Guid? ReportedBy { get; init; }

    /// <summary>What they wrote. It leaves this service with nobody but those who may read complaints.</summary>
    public string? Note { get; init; }

    /// <summary>When it was expressed.</summary>
    public required DateTimeOffset At { get; init; }

    public static Grievance? Of(SurveyAnswered answer) => !SurveyRules.IsBad(answer) ? null : new Grievance
    {
        Source = ComplaintSources.Survey,
        Origin = answer.Question,
        Reason = ComplaintReasons.LowSatisfaction,
        QueueId = answer.QueueId,
        AgentId = answer.AgentId,
        Score = answer.Score,
        At = answer.AnsweredAt,
    };

    public static Grievance? Of(CallEvaluated evaluation, decimal threshold) =>
        !(evaluation.Score < threshold) ? null : new Grievance
        {
            Source = ComplaintSources.Evaluation,
            Origin = evaluation.EvaluationId.ToString(),
            Reason = ComplaintReasons.LowEvaluation,
            QueueId = evaluation.QueueId,
            AgentId = evaluation.AgentId,
            Score = evaluation.Score,
            At = evaluation.EvaluatedAt,
        };
}

/// <summary>Where complaints come from.</summary>
public static class ComplaintSources
{
    public const string Survey = "survey";
    public const string Evaluation = "evaluation";
    public const string Agent = "agent";
    public const string Customer = "customer";
}

/// <summary>Reason codes that the service gives by itself; agents choose others.</summary>
public static class ComplaintReasons
{
    public const string LowSatisfaction = "low-satisfaction";
    public const string LowEvaluation = "low-evaluation";
}

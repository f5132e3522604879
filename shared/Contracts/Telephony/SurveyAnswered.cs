namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the caller answers the question that follows the talk.</summary>
[Event("call", "survey-answered", nameof(CallId), Public = true)]
public sealed record SurveyAnswered
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent the question was about.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The queue the call was answered from.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>csat: satisfaction from 1 (worst) to 5.</summary>
    public required string Question { get; init; }

    /// <summary>The answer.</summary>
    public required int Score { get; init; }

    /// <summary>When the key was pressed.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }
}

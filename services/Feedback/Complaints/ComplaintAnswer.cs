namespace CallCenter.Feedback.Complaints;

/// <summary>A complaint as it is shown.</summary>
public sealed record ComplaintAnswer
{
    public required Guid ComplaintId { get; init; }

    public required Guid CallId { get; init; }

    public Guid? CustomerId { get; init; }

    public required Guid DepartmentId { get; init; }

    public required string State { get; init; }

    public required string Reason { get; init; }

    public Guid? QueueId { get; init; }

    public Guid? AgentId { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset PromiseDueAt { get; init; }

    public required DateTimeOffset CommitmentDueAt { get; init; }

    public required IReadOnlyList<SourceAnswer> Sources { get; init; }

    public static ComplaintAnswer Of(Complaint complaint, IEnumerable<ComplaintSource> sources) => new()
    {
        ComplaintId = complaint.ComplaintId,
        CallId = complaint.CallId,
        CustomerId = complaint.CustomerId,
        DepartmentId = complaint.DepartmentId,
        State = complaint.State,
        Reason = complaint.Reason,
        QueueId = complaint.QueueId,
        AgentId = complaint.AgentId,
        RaisedAt = complaint.RaisedAt,
        PromiseDueAt = complaint.PromiseDueAt,
        CommitmentDueAt = complaint.CommitmentDueAt,
        Sources =
        [
            .. sources.Select(s => new SourceAnswer
            {
                Source = s.Source,
                Reason = s.Reason,
                Score = s.Score,
                ReportedBy = s.ReportedBy,
                Note = s.Note,
                At = s.At,
            }),
        ],
    };
}

/// <summary>One source of a complaint: survey, evaluation, agent or customer.</summary>
public sealed record SourceAnswer
{
    public required string Source { get; init; }

    public required string Reason { get; init; }

    public decimal? Score { get; init; }

    public Guid? ReportedBy { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset At { get; init; }
}

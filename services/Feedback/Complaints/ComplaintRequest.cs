namespace CallCenter.Feedback.Complaints;

/// <summary>An agent's report that the caller complained.</summary>
public sealed record ComplaintRequest
{
    private const int LongestNote = 4_000;

    public required Guid CallId { get; init; }

    /// <summary>Reason code.</summary>
    public required string Reason { get; init; }

    /// <summary>What the caller said, for those who handle the complaint.</summary>
    public string? Note { get; init; }

    /// <summary>Chosen by the client: the same report sent twice counts once.</summary>
    public Guid? ReportId { get; init; }

    /// <summary>The field that breaks a rule, with the rule; or null.</summary>
    public (string Field, string Rule)? Problem() => this switch
    {
        { Reason: var reason } when !Codes.IsCode(reason) => ("reason", Codes.Rule),
        { Note.Length: > LongestNote } => ("note", $"must have at most {LongestNote} characters"),
        { Note: { } note } when note.Contains('\0', StringComparison.Ordinal) => ("note", "must not contain NUL"),
        _ => null,
    };

    public Grievance ToGrievance(Guid newId, Guid? agentId, DateTimeOffset now) => new()
    {
        Source = ComplaintSources.Agent,
        Origin = (ReportId ?? newId).ToString(),
        Reason = Reason,
        ReportedBy = agentId,
        Note = Note,
        At = now,
    };
}

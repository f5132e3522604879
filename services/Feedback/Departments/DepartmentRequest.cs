using CallCenter.Feedback.Complaints;

namespace CallCenter.Feedback.Departments;

/// <summary>A department as it is saved.</summary>
public sealed record DepartmentRequest
{
    private const int LongestName = 100;
    private const int MostDuties = 200;

    public required string Name { get; init; }

    /// <summary>How fast it commits itself to act; the service's own setting when absent.</summary>
    public long? CommitmentMs { get; init; }

    /// <summary>Owns what no other answers for. There is one; it cannot be taken away, only given to another.</summary>
    public bool IsDefault { get; init; }

    /// <summary>What it answers for.</summary>
    public IReadOnlyList<DutyRequest> Duties { get; init; } = [];

    /// <summary>The field that breaks a rule, with the rule; or null.</summary>
    public (string Field, string Rule)? Problem(TimeSpan promise)
    {
        if (Name.Length is 0 or > LongestName)
        {
            return ("name", $"must have 1 to {LongestName} characters");
        }

        if (CommitmentMs is { } ms && (ms < 1_000 || ms > promise.TotalMilliseconds))
        {
            return ("commitmentMs",
                $"must be from 1000 to {promise.TotalMilliseconds:0}: a commitment after the promise cannot keep it");
        }

        if (Duties.Count > MostDuties)
        {
            return ("duties", $"must be at most {MostDuties}");
        }

        for (var i = 0; i < Duties.Count; i++)
        {
            if (Duties[i] is { QueueId: null, Reason: null })
            {
                return ($"duties[{i}]", "must name a queue, a reason or both");
            }

            if (Duties[i].Reason is { } reason && !Codes.IsCode(reason))
            {
                return ($"duties[{i}].reason", Codes.Rule);
            }
        }

        return Duties.Distinct().Count() == Duties.Count ? null : ("duties", "must not name the same twice");
    }
}

/// <summary>A queue, a reason, or that reason in that queue.</summary>
public sealed record DutyRequest
{
    public Guid? QueueId { get; init; }

    public string? Reason { get; init; }
}

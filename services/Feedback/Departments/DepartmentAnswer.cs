namespace CallCenter.Feedback.Departments;

/// <summary>A department as it is shown.</summary>
public sealed record DepartmentAnswer
{
    public required Guid DepartmentId { get; init; }

    public required string Name { get; init; }

    public required long CommitmentMs { get; init; }

    public required bool IsDefault { get; init; }

    public required IReadOnlyList<DutyRequest> Duties { get; init; }

    public static DepartmentAnswer Of(Department department, IEnumerable<DepartmentDuty> duties) => new()
    {
        DepartmentId = department.DepartmentId,
        Name = department.Name,
        CommitmentMs = department.CommitmentMs,
        IsDefault = department.IsDefault,
        Duties =
        [
            .. duties.Where(d => d.DepartmentId == department.DepartmentId)
                .Select(d => new DutyRequest { QueueId = d.QueueId, Reason = d.Reason })
                .OrderBy(d => d.QueueId).ThenBy(d => d.Reason, StringComparer.Ordinal),
        ],
    };
}

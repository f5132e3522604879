namespace CallCenter.Feedback.Departments;

/// <summary>All departments and what they answer for.</summary>
public sealed record DepartmentTable
{
    public required IReadOnlyCollection<Department> Departments { get; init; }

    public required IReadOnlyCollection<DepartmentDuty> Duties { get; init; }

    /// <summary>
    /// Who owns a complaint: the closest duty wins, that is the reason in that queue, then the queue, then the reason
    /// anywhere, then the default department, which there always is.
    /// </summary>
    public Department Owner(Guid? queueId, string reason)
    {
        var duty = Find(queueId, reason) ?? Find(queueId, null) ?? Find(null, reason);
        return Departments.FirstOrDefault(d => d.DepartmentId == duty?.DepartmentId)
            ?? Departments.Single(d => d.IsDefault);
    }

    private DepartmentDuty? Find(Guid? queueId, string? reason) => queueId is null && reason is null
        ? null
        : Duties.FirstOrDefault(d => d.QueueId == queueId && d.Reason == reason);
}

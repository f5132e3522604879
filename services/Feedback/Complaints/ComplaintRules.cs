using CallCenter.Contracts.Feedback;
using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Departments;

namespace CallCenter.Feedback.Complaints;

/// <summary>
/// One open complaint per call. The first grievance raises it and starts both clocks; what comes later is added to it
/// and moves neither.
/// </summary>
public static class ComplaintRules
{
    public static ComplaintChange Receive(
        Complaint? open,
        IReadOnlyCollection<ComplaintSource> sources,
        CallFacts call,
        Grievance grievance,
        DepartmentTable departments,
        TimeSpan promise,
        Guid newId,
        DateTimeOffset now)
    {
        if (open is not null)
        {
            var known = sources.Any(s => s.Source == grievance.Source && s.Origin == grievance.Origin);
            return new ComplaintChange { Complaint = open, Added = known ? null : Source(open, grievance) };
        }

        var raised = Raise(call, grievance, departments, promise, newId, now);
        return new ComplaintChange
        {
            Complaint = raised,
            Added = Source(raised, grievance),
            Raised = new ComplaintRaised
            {
                ComplaintId = raised.ComplaintId,
                CallId = raised.CallId,
                CustomerId = raised.CustomerId,
                DepartmentId = raised.DepartmentId,
                Source = grievance.Source,
                Reason = raised.Reason,
                QueueId = raised.QueueId,
                AgentId = raised.AgentId,
                PromiseDueAt = raised.PromiseDueAt,
                CommitmentDueAt = raised.CommitmentDueAt,
                RaisedAt = raised.RaisedAt,
            },
        };
    }

    private static Complaint Raise(
        CallFacts call,
        Grievance grievance,
        DepartmentTable departments,
        TimeSpan promise,
        Guid newId,
        DateTimeOffset now)
    {
        var queue = grievance.QueueId ?? call.QueueId;
        var department = departments.Owner(queue, grievance.Reason);

        // The customer counts from when they said it, however long the message took; a clock ahead of ours is not
        // believed.
        var raisedAt = grievance.At < now ? grievance.At : now;
        var promiseDueAt = raisedAt + promise;
        var commitmentDueAt = raisedAt + department.Commitment;
        return new Complaint
        {
            ComplaintId = newId,
            CallId = call.CallId,
            CustomerId = call.CustomerId,
            DepartmentId = department.DepartmentId,
            State = ComplaintStates.Open,
            Reason = grievance.Reason,
            QueueId = queue,
            AgentId = grievance.AgentId ?? call.AgentId,
            RaisedAt = raisedAt,
            PromiseDueAt = promiseDueAt,
            // A commitment that ends after the promise would help nobody: the promise may have been shortened since.
            CommitmentDueAt = commitmentDueAt < promiseDueAt ? commitmentDueAt : promiseDueAt,
        };
    }

    private static ComplaintSource Source(Complaint complaint, Grievance grievance) => new()
    {
        ComplaintId = complaint.ComplaintId,
        Source = grievance.Source,
        Origin = grievance.Origin,
        Reason = grievance.Reason,
        Score = grievance.Score,
        ReportedBy = grievance.ReportedBy,
        Note = grievance.Note,
        At = grievance.At,
    };
}

/// <summary>What a grievance does.</summary>
public sealed record ComplaintChange
{
    public required Complaint Complaint { get; init; }

    /// <summary>Absent when this very source is there already.</summary>
    public ComplaintSource? Added { get; init; }

    /// <summary>Only when the complaint is new.</summary>
    public ComplaintRaised? Raised { get; init; }
}

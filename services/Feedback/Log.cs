namespace CallCenter.Feedback;

/// <summary>Every sentence the service can log. Names are stable; ids only, never numbers, names or notes.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "feedback.complaint.raised", Level = LogLevel.Information,
        Message = "Complaint {ComplaintId} of call {CallId} is raised by {Source}; department {DepartmentId} owns it")]
    public static partial void Raised(
        ILogger logger, Guid complaintId, Guid callId, string source, Guid departmentId);

    [LoggerMessage(EventId = 2, EventName = "feedback.complaint.joined", Level = LogLevel.Information,
        Message = "Complaint {ComplaintId} of call {CallId} has one more source: {Source}")]
    public static partial void Joined(ILogger logger, Guid complaintId, Guid callId, string source);
}

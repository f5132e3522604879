using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Departments;
using CallCenter.Messaging;
using Microsoft.Extensions.Options;

namespace CallCenter.Feedback.Complaints;

/// <summary>Where every grievance arrives, from whichever side: loads, lets the rules decide, saves and says.</summary>
public sealed class ComplaintDesk(TimeProvider time, IOptions<FeedbackOptions> options, ILogger<ComplaintDesk> logger)
{
    /// <summary>The caller holds the lock of the call, so that two grievances cannot raise two complaints.</summary>
    public async Task<ComplaintChange> ReceiveAsync(
        UnitOfWork work, CallFacts call, Grievance grievance, CancellationToken cancellation)
    {
        var transaction = work.Transaction;
        var open = await ComplaintStore.OpenOfAsync(transaction, call.CallId, cancellation);
        var sources = open is null
            ? []
            : await ComplaintStore.SourcesAsync(transaction, open.ComplaintId, cancellation);
        var departments = await DepartmentStore.TableAsync(transaction, cancellation);
        var now = time.GetUtcNow();
        var change = ComplaintRules.Receive(
            open, sources, call, grievance, departments, options.Value.PromiseTime, Guid.CreateVersion7(now), now);
        await SaveAsync(work, change, cancellation);
        return change;
    }

    private async Task SaveAsync(UnitOfWork work, ComplaintChange change, CancellationToken cancellation)
    {
        var (complaint, id) = (change.Complaint, change.Complaint.ComplaintId);
        if (change.Raised is { } raised)
        {
            await ComplaintStore.AddAsync(work.Transaction, complaint, cancellation);
            work.Publish(raised);
            Log.Raised(logger, id, complaint.CallId, raised.Source, complaint.DepartmentId);
        }

        if (change.Added is { } added)
        {
            await ComplaintStore.AddSourceAsync(work.Transaction, added, cancellation);
            if (change.Raised is null)
            {
                Log.Joined(logger, id, complaint.CallId, added.Source);
            }
        }
    }
}

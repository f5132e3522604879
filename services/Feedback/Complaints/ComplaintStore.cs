using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Feedback.Complaints;

public static class ComplaintStore
{
    private const string Columns =
        """
        complaint_id, call_id, customer_id, department_id, state, reason, queue_id, agent_id, raised_at,
        promise_due_at, commitment_due_at
        """;

    private const string SourceColumns = "complaint_id, source, origin, reason, score, reported_by, note, at";

    /// <summary>The open complaint of a call that the caller has locked.</summary>
    public static Task<Complaint?> OpenOfAsync(NpgsqlTransaction work, Guid callId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<Complaint>(new CommandDefinition(
            $"select {Columns} from complaint where call_id = @callId and state = 'open' for update",
            new { callId }, work, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<ComplaintSource>> SourcesAsync(
        NpgsqlTransaction work, Guid complaintId, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<ComplaintSource>(new CommandDefinition(
            $"select {SourceColumns} from complaint_source where complaint_id = @complaintId",
            new { complaintId }, work, cancellationToken: cancellation))).AsList();

    public static Task AddAsync(NpgsqlTransaction work, Complaint complaint, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into complaint (complaint_id, call_id, customer_id, department_id, state, reason, queue_id, agent_id,
              raised_at, promise_due_at, commitment_due_at)
            values (@ComplaintId, @CallId, @CustomerId, @DepartmentId, @State, @Reason, @QueueId, @AgentId,
              @RaisedAt, @PromiseDueAt, @CommitmentDueAt)
            """,
            complaint, work, cancellationToken: cancellation));

    public static Task AddSourceAsync(NpgsqlTransaction work, ComplaintSource source, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
             insert into complaint_source ({SourceColumns})
             values (@ComplaintId, @Source, @Origin, @Reason, @Score, @ReportedBy, @Note, @At)
             """,
            source, work, cancellationToken: cancellation));

    /// <summary>Names the customer of complaints that were raised before the caller was recognised.</summary>
    public static void GiveCustomer(UnitOfWork work, Guid callId) =>
        work.AtCommit(new NpgsqlBatchCommand(
            """
            update complaint set customer_id = call_fact.customer_id from call_fact
            where complaint.call_id = $1 and call_fact.call_id = $1 and complaint.customer_id is null
            """)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = callId } },
        });

    public static Task<Complaint?> FindAsync(
        NpgsqlConnection connection, Guid complaintId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Complaint>(new CommandDefinition(
            $"select {Columns} from complaint where complaint_id = @complaintId",
            new { complaintId }, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<Complaint>> OfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        (await connection.QueryAsync<Complaint>(new CommandDefinition(
            $"select {Columns} from complaint where call_id = @callId order by raised_at, complaint_id",
            new { callId }, cancellationToken: cancellation))).AsList();

    public static async Task<ILookup<Guid, ComplaintSource>> SourcesAsync(
        NpgsqlConnection connection, IEnumerable<Guid> complaints, CancellationToken cancellation) =>
        (await connection.QueryAsync<ComplaintSource>(new CommandDefinition(
            $"select {SourceColumns} from complaint_source where complaint_id = any(@ids) order by at, source, origin",
            new { ids = complaints.ToArray() }, cancellationToken: cancellation))).ToLookup(s => s.ComplaintId);
}

using System.Security.Claims;
using CallCenter.Feedback.Calls;
using CallCenter.Hosting;
using CallCenter.Messaging;
using Npgsql;

namespace CallCenter.Feedback.Complaints;

public static class ComplaintEndpoints
{
    public static void MapComplaintEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPost("/complaints", PostAsync).RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("ReportComplaint")
            .WithSummary("Reports a complaint of a call: 201 when it is new, 200 when the call has an open one.")
            .Produces<ComplaintAnswer>(201).Produces<ComplaintAnswer>().ProducesProblem(400).ProducesProblem(404);
        string[] readers = [Roles.DepartmentHead, Roles.Supervisor, Roles.Executive, Roles.Administrator];
        app.MapGet("/complaints/{id:guid}", GetAsync).RequireRoles(readers)
            .WithName("GetComplaint").WithSummary("A complaint with its clocks and its sources.")
            .Produces<ComplaintAnswer>().ProducesProblem(404);
        app.MapGet("/complaints", ListAsync).RequireRoles(readers)
            .WithName("ComplaintsOfCall").WithSummary("The complaints of a call, oldest first.")
            .Produces<IReadOnlyList<ComplaintAnswer>>();
    }

    private static async Task<IResult> PostAsync(
        ComplaintRequest body,
        ClaimsPrincipal user,
        Transactions transactions,
        ComplaintDesk desk,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        var agent = user.AgentId();
        if (agent is null && !user.Has(Roles.Supervisor) && !user.Has(Roles.Administrator))
        {
            return Problems.Forbidden("A token with the role agent alone must be tied to an agent (claim agent_id).");
        }

        ServiceActivity.OfCall(body.CallId);
        await using var work = await transactions.BeginAsync(cancellation);
        if (await CallFactsStore.LockKnownAsync(work.Transaction, body.CallId, cancellation) is not { } call)
        {
            return Problems.NotFound("call", body.CallId);
        }

        var now = time.GetUtcNow();
        var grievance = body.ToGrievance(Guid.CreateVersion7(now), agent, now);
        var change = await desk.ReceiveAsync(work, call, grievance, cancellation);
        var complaint = change.Complaint;
        var sources = await ComplaintStore.SourcesAsync(work.Transaction, complaint.ComplaintId, cancellation);
        await work.CommitAsync(cancellation);
        var answer = ComplaintAnswer.Of(complaint, sources);
        return change.Raised is null
            ? TypedResults.Ok(answer)
            : TypedResults.Created($"/complaints/{complaint.ComplaintId}", answer);
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await ComplaintStore.FindAsync(connection, id, cancellation) is not { } complaint)
        {
            return Problems.NotFound("complaint", id);
        }

        var sources = await ComplaintStore.SourcesAsync(connection, [id], cancellation);
        return TypedResults.Ok(ComplaintAnswer.Of(complaint, sources[id]));
    }

    private static async Task<IResult> ListAsync(
        Guid callId, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var complaints = await ComplaintStore.OfCallAsync(connection, callId, cancellation);
        var sources = await ComplaintStore.SourcesAsync(
            connection, complaints.Select(c => c.ComplaintId), cancellation);
        return TypedResults.Ok(complaints.Select(c => ComplaintAnswer.Of(c, sources[c.ComplaintId])).ToList());
    }
}

using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Assignments;

public static class AssignmentEndpoints
{
    public static void MapAssignmentEndpoints(this IEndpointRouteBuilder app) =>
        app.MapPost("/assignments/{id:guid}/wrap-up", WrapUpAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("WrapUp")
            .WithSummary("Ends the wrap-up with a disposition; the agent is idle again.")
            .Produces<AssignmentAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> WrapUpAsync(
        Guid id, WrapUpRequest body, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        TimeProvider time, CancellationToken cancellation)
    {
        if (body.Disposition.Length is < 1 or > 50 || body.Disposition.Any(c => char.IsControl(c)))
        {
            return Problems.Invalid("disposition", "must be a code of 1 to 50 characters");
        }

        if (MoodRequest.Problem(body.Mood) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (await AssignmentStore.LockAsync(work.Transaction, id, cancellation) is not { } held)
        {
            return Problems.NotFound("assignment", id);
        }

        if (!user.May(held.Agent.AgentId))
        {
            return Problems.Forbidden("An agent wraps up only their own assignments.");
        }

        if (held.Assignment is { State: AssignmentStates.Completed } done && done.Disposition == body.Disposition
            && done.Mood == (body.Mood ?? done.Mood))
        {
            // Asked twice: the answer is the same.
            return TypedResults.Ok(AssignmentAnswer.Of(done));
        }

        using var span = ServiceActivity.Start("wrap up", held.Call.Traceparent);
        ServiceActivity.OfCall(held.Call.CallId);
        var marked = held with { Assignment = held.Assignment with { Mood = body.Mood ?? held.Assignment.Mood } };
        var outcome = AssignmentRules.WrapUp(marked, body.Disposition, time.GetUtcNow());
        if (outcome.Refusal is { } why)
        {
            return Problems.Conflict(why);
        }

        await AssignmentStore.SaveAsync(work.Transaction, outcome.Changed, cancellation);
        await LoadStore.SaveAsync(work.Transaction, HardCall.Of(marked), cancellation);
        work.Publish(outcome.Events);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(AssignmentAnswer.Of(outcome.Changed[0].Assignment));
    }
}

/// <summary>How the work after a call ended.</summary>
public sealed record WrapUpRequest
{
    /// <summary>The code of what the call was about; the codes belong to Feedback.</summary>
    public required string Disposition { get; init; }

    /// <summary>The caller's mood, where it was hard on the agent: abusive or angry.</summary>
    public string? Mood { get; init; }
}

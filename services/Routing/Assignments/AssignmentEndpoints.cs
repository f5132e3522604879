using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using Npgsql;

namespace CallCenter.Routing.Assignments;

public static class AssignmentEndpoints
{
    public static void MapAssignmentEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPost("/assignments/{id:guid}/wrap-up", WrapUpAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("WrapUp")
            .WithSummary("Names the disposition, one of the queue's where it lists any; that ends most wrap-ups.")
            .Produces<AssignmentAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        app.MapPost("/assignments/{id:guid}/wrap-up/extend", ExtendAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("ExtendWrapUp")
            .WithSummary("Puts off the end of the wrap-up, as far as the queue allows.")
            .Produces<AssignmentAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> WrapUpAsync(
        Guid id, WrapUpRequest body, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        TimeProvider time, CancellationToken cancellation) =>
        body.Problem() is var (field, rule)
            ? Problems.Invalid(field, rule)
            : await ChangeAsync(
                id, user, transactions, signal,
                async (held, connection) => DispositionRules.Refusal(
                    await DispositionsAsync(connection, held.Assignment.QueueId, cancellation), body.Disposition),
                held => AssignmentRules.WrapUp(
                    held with { Assignment = held.Assignment with { Mood = body.Mood ?? held.Assignment.Mood } },
                    body.Disposition, time.GetUtcNow()),
                done => done.State == AssignmentStates.Completed && done.Disposition == body.Disposition
                    && done.Mood == (body.Mood ?? done.Mood),
                cancellation);

    private static async Task<IResult> ExtendAsync(
        Guid id, ExtendRequest body, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        CancellationToken cancellation) =>
        body.Problem() is var (field, rule)
            ? Problems.Invalid(field, rule)
            : await ChangeAsync(
                id, user, transactions, signal,
                problem: null,
                held => AssignmentRules.ExtendWrapUp(held, TimeSpan.FromMilliseconds(body.MoreMs)),
                isDone: _ => false, cancellation);

    private static async Task<IReadOnlyList<Disposition>> DispositionsAsync(
        NpgsqlConnection connection, Guid queueId, CancellationToken cancellation) =>
        (await QueueStore.FindAsync(connection, queueId, cancellation))?.Plan.Dispositions ?? [];

    private static async Task<IResult> ChangeAsync(
        Guid id, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        Func<Engagement, NpgsqlConnection, Task<(string Field, string Rule)?>>? problem,
        Func<Engagement, Outcome> rule, Func<Assignment, bool> isDone, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        if (await AssignmentStore.LockAsync(work.Transaction, id, cancellation) is not { } held)
        {
            return Problems.NotFound("assignment", id);
        }

        if (!user.May(held.Agent.AgentId))
        {
            return Problems.Forbidden("An agent wraps up only their own assignments.");
        }

        if (isDone(held.Assignment))
        {
            // Asked twice: the answer is the same.
            return TypedResults.Ok(AssignmentAnswer.Of(held.Assignment));
        }

        if (problem is not null && await problem(held, work.Transaction.Connection!) is var (field, broken))
        {
            return Problems.Invalid(field, broken);
        }

        using var span = ServiceActivity.Start("wrap up", held.Call.Traceparent);
        ServiceActivity.OfCall(held.Call.CallId);
        var outcome = rule(held);
        if (outcome.Refusal is { } why)
        {
            return Problems.Conflict(why);
        }

        await AssignmentStore.SaveAsync(work.Transaction, outcome.Changed, cancellation);
        var marked = held.Assignment with { Mood = outcome.Changed[0].Assignment.Mood };
        await LoadStore.SaveAsync(work.Transaction, HardCall.Of(held with { Assignment = marked }), cancellation);
        work.Publish(outcome.Events);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(AssignmentAnswer.Of(outcome.Changed[0].Assignment));
    }
}

/// <summary>How the work after a call ended.</summary>
public sealed record WrapUpRequest
{
    /// <summary>
    /// The code of what the call was about, 1 to 50 characters: one of plan.dispositions where the queue has them.
    /// </summary>
    public required string Disposition { get; init; }

    /// <summary>The caller's mood, where it was hard on the agent: abusive or angry.</summary>
    public string? Mood { get; init; }

    /// <summary>The field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        Disposition.Length is < 1 or > DispositionRules.LongestCode || Disposition.Any(char.IsControl)
            ? ("disposition", "must be a code of 1 to 50 characters")
            : MoodRequest.Problem(Mood);
}

/// <summary>How much more time the agent asks for.</summary>
public sealed record ExtendRequest
{
    /// <summary>1,000 to 3,600,000 ms, beyond the present end of the wrap-up.</summary>
    public required int MoreMs { get; init; }

    /// <summary>The field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        MoreMs is < 1_000 or > 3_600_000 ? ("moreMs", "must be 1000 to 3600000") : null;
}

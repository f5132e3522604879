using System.Security.Claims;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Phones;

/// <summary>The live call of an agent, as their phone shows it; the caller's number came with the ringing.</summary>
public sealed record AgentCallView
{
    public required Guid CallId { get; init; }

    /// <summary>agent: the call is theirs; third: they were consulted.</summary>
    public required string Role { get; init; }

    /// <summary>As in GET /calls/{id}.</summary>
    public required string Phase { get; init; }

    public required string Language { get; init; }

    public Guid? QueueId { get; init; }

    /// <summary>Its name, as far as Routing has said it.</summary>
    public string? QueueName { get; init; }

    public string? Campaign { get; init; }

    /// <summary>What the flow learnt of the caller.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    public required long QueuedMs { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>Since when the caller is on hold.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    public required bool Muted { get; init; }

    /// <summary>The ringing phone is asked to answer: a page that sees it does.</summary>
    public required bool AnswerAsked { get; init; }

    /// <summary>As in GET /calls/{id}.</summary>
    public string? ThirdParty { get; init; }

    /// <summary>Whose phone that third party's is; absent for a number and while nobody is found.</summary>
    public Guid? ThirdAgentId { get; init; }

    /// <summary>The queue that was asked for the third party, by its name as far as Routing has said it.</summary>
    public Guid? ThirdQueueId { get; init; }

    public string? ThirdQueueName { get; init; }

    /// <summary>Until when Routing looks for an agent of that queue; absent once one has come.</summary>
    public DateTimeOffset? SoughtUntilAt { get; init; }

    /// <summary>For a third party: the agent of the call, who asks them.</summary>
    public Guid? AskedByAgentId { get; init; }

    /// <summary>Until when the call waits for an agent whose phone is gone; absent while it is there.</summary>
    public DateTimeOffset? DisconnectedUntilAt { get; init; }
}

/// <summary>What an agent's phone shows, by HTTP.</summary>
public static class AgentCallEndpoints
{
    public static void MapAgentCallEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/agents/{id:guid}/call", GetAsync)
            .WithTags("Phones")
            .WithSummary("The live call of an agent, null when there is none.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        app.MapGet("/queues", ListQueuesAsync)
            .WithTags("Phones")
            .WithSummary("Queues by name, as far as Routing has said it: those that an agent may ask.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        app.MapGet("/phones", ListAsync)
            .WithTags("Phones")
            .WithSummary("Agents, their numbers and whether their phones can be reached.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (!PhoneEndpoints.MayUse(user, id))
        {
            return Problems.Forbidden("an agent may see only their own call");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await CallStore.OfAgentAsync(connection, id, cancellation) is not { } call)
        {
            return TypedResults.Ok((AgentCallView?)null);
        }

        return TypedResults.Ok(View(call, id) with
        {
            QueueName = await NameAsync(connection, call.LastQueueId, cancellation),
            ThirdQueueName = await NameAsync(connection, call.Third?.QueueId, cancellation),
        });
    }

    private static async Task<string?> NameAsync(
        NpgsqlConnection connection, Guid? queueId, CancellationToken cancellation) =>
        queueId is { } id ? await QueueNameStore.FindAsync(connection, id, cancellation) : null;

    private static async Task<IResult> ListQueuesAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await QueueNameStore.ListAsync(connection, cancellation));
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await PhoneStore.ListAsync(connection, cancellation));
    }

    private static AgentCallView View(Call call, Guid agentId)
    {
        var assignment = call.Assignment?.AgentId == agentId ? call.Assignment : null;
        return new AgentCallView
        {
            CallId = call.CallId,
            Role = assignment is null ? "third" : "agent",
            Phase = JsonNamingPolicy.KebabCaseLower.ConvertName(call.Phase.ToString()),
            Language = call.Language,
            QueueId = call.LastQueueId,
            Campaign = call.Campaign,
            Attributes = call.Attributes,
            QueuedMs = call.QueuedMs,
            AssignmentId = assignment?.AssignmentId,
            HeldAt = assignment?.HeldAt,
            Muted = assignment?.Muted ?? false,
            AnswerAsked = assignment?.AnswerControlId is not null,
            ThirdParty = call.Third is { } third
                ? JsonNamingPolicy.KebabCaseLower.ConvertName(third.Stage.ToString())
                : null,
            ThirdAgentId = call.Third?.AgentId,
            ThirdQueueId = call.Third?.QueueId,
            SoughtUntilAt = call.Third is { IsSought: true } sought ? sought.SoughtUntilAt : null,
            AskedByAgentId = assignment is null ? call.Assignment?.AgentId : null,
            DisconnectedUntilAt = assignment?.Interruption?.UntilAt,
        };
    }
}

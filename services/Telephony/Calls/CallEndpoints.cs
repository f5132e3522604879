using System.Text.Json;
using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Calls;

/// <summary>A call as a supervisor sees it; the caller's number stays inside.</summary>
public sealed record CallView
{
    public required Guid CallId { get; init; }

    /// <summary>
    /// dialling, greeting, queued, ringing, connecting, talking, transferring, transferred, surveying, thanking,
    /// announcing, ending or ended.
    /// </summary>
    public required string Phase { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public Guid? NumberId { get; init; }

    public string? CallerRef { get; init; }

    public required string Language { get; init; }

    public Guid? QueueId { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The agent who is rung or talks, else the last who talked.</summary>
    public Guid? AgentId { get; init; }

    public Guid? AssignmentId { get; init; }

    public Guid? RecordingId { get; init; }

    /// <summary>Since when the caller is on hold.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>The agent is not heard.</summary>
    public required bool Muted { get; init; }

    /// <summary>Since when the recording is silent on purpose.</summary>
    public DateTimeOffset? RecordingPausedAt { get; init; }

    /// <summary>
    /// seeking, ringing, joining, consulting, parked, conference or transferred; absent without a third party.
    /// </summary>
    public string? ThirdParty { get; init; }

    /// <summary>The agent id of the supervisor who takes part.</summary>
    public Guid? SupervisorId { get; init; }

    /// <summary>monitor, whisper or barge.</summary>
    public string? SupervisionMode { get; init; }

    /// <summary>Why it ended or is about to, as in CallEnded.</summary>
    public string? Cause { get; init; }

    public required long TalkMs { get; init; }
}

/// <summary>Calls, by HTTP.</summary>
public static class CallEndpoints
{
    public static void MapCallEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/calls/{id:guid}", GetAsync)
            .WithTags("Calls")
            .WithSummary("A call as it was last stored.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await CallStore.FindAsync(connection, id, cancellation) is { } call
            ? TypedResults.Ok(View(call))
            : Problems.NotFound("call", id);
    }

    private static CallView View(Call call) => new()
    {
        CallId = call.CallId,
        Phase = JsonNamingPolicy.KebabCaseLower.ConvertName(call.Phase.ToString()),
        ArrivedAt = call.ArrivedAt,
        NumberId = call.NumberId,
        CallerRef = call.CallerRef,
        Language = call.Language,
        QueueId = call.LastQueueId,
        QueuedAt = call.QueuedAt,
        AgentId = call.Assignment?.AgentId ?? call.AgentId,
        AssignmentId = call.Assignment?.AssignmentId,
        RecordingId = call.Recording?.RecordingId,
        HeldAt = call.Assignment?.HeldAt,
        Muted = call.Assignment?.Muted ?? false,
        RecordingPausedAt = call.Recording?.PausedAt,
        ThirdParty = call.Third is { } third
            ? JsonNamingPolicy.KebabCaseLower.ConvertName(third.Stage.ToString())
            : null,
        SupervisorId = call.Supervision?.SupervisorId,
        SupervisionMode = call.Supervision?.Mode,
        Cause = call.EndCause,
        TalkMs = call.TalkMs,
    };
}

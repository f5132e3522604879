using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Recordings;

/// <summary>A recording as it is shown.</summary>
public sealed record RecordingView
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>talk, or voicemail: what a caller left for the people of the queue.</summary>
    public required string Kind { get; init; }

    /// <summary>Absent for a voicemail.</summary>
    public Guid? AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public Guid? NumberId { get; init; }

    /// <summary>recording, merging, ready, held, failed, deleting or deleted.</summary>
    public required string State { get; init; }

    /// <summary>Under legal hold, in whatever state.</summary>
    public required bool Held { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public string? Sha256 { get; init; }

    public long? Bytes { get; init; }

    public long? DurationMs { get; init; }

    internal static RecordingView Of(RecordingCopy copy) => new()
    {
        RecordingId = copy.RecordingId,
        CallId = copy.CallId,
        Kind = copy.Kind,
        AgentId = copy.AgentId,
        QueueId = copy.QueueId,
        NumberId = copy.NumberId,
        State = RecordingRules.StateOf(copy.State, copy.Held),
        Held = copy.Held,
        StartedAt = copy.StartedAt,
        StoppedAt = copy.StoppedAt,
        ReadyAt = copy.StoredAt,
        DeletedAt = copy.DeletedAt,
        Sha256 = copy.Sha256,
        Bytes = copy.Bytes,
        DurationMs = copy.DurationMs,
    };
}

/// <summary>What is known of recordings, by HTTP.</summary>
public static class RecordingEndpoints
{
    public static void MapRecordingEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/recordings/{id:guid}", GetAsync)
            .WithTags("Recordings")
            .WithSummary("A recording and the state it is in, without its audio.")
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator);
        app.MapGet("/calls/{id:guid}/recordings", OfCallAsync)
            .WithTags("Recordings")
            .WithSummary("The recordings of a call, in their order.")
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator);
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await RecordingCopyStore.FindAsync(connection, id, cancellation) is { } copy
            ? TypedResults.Ok(RecordingView.Of(copy))
            : Problems.NotFound("recording", id);
    }

    private static async Task<IResult> OfCallAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var copies = await RecordingCopyStore.OfCallAsync(connection, id, cancellation);
        return TypedResults.Ok(copies.Select(RecordingView.Of).ToArray());
    }
}

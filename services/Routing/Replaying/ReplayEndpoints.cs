using System.Buffers;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging.Wire;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Replaying;

public static class ReplayEndpoints
{
    /// <summary>A simulation holds them all in memory.</summary>
    private const int MostCalls = 200_000;

    /// <summary>So much is written before it is sent.</summary>
    private const int Piece = 65_536;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static void MapReplayEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/recorded-day", GetAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("GetRecordedDay")
            .WithSummary("A past day, or a part of it, as the file that \"simulate\" replays; nothing personal in it.")
            .Produces(200, contentType: "application/json").ProducesProblem(400);

    private static async Task<IResult> GetAsync(
        DateTimeOffset? from, DateTimeOffset? to, NpgsqlDataSource database, TimeProvider time,
        IOptions<RoutingOptions> options, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (Problem(from, to, now, options.Value.KeepFigureEvents) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        var first = from!.Value.ToUniversalTime();
        var end = to?.ToUniversalTime() ?? first + Longest;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await ReplayStore.CountAsync(connection, first, end, cancellation) > MostCalls)
        {
            return Problems.Invalid("to", $"must be earlier: more than {MostCalls} calls were queued until then");
        }

        return TypedResults.Stream(
            body => WriteAsync(body, database, first, end, options.Value, cancellation),
            "application/json", "day.json");
    }

    private static (string Field, string Rule)? Problem(
        DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now, TimeSpan kept) =>
        from is not { } first ? ("from", "must be given")
        : first < now - kept ? ("from", $"must be at most {kept.TotalDays:0} days ago: so long the events are kept")
        : first > now ? ("from", "must not lie in the future")
        : to <= first || to - first > Longest ? ("to", "must be after \"from\", by 24 hours at most")
        : (to ?? first + Longest) > now ? ("to", "must not lie in the future")
        : null;

    /// <summary>What was before the calls at once, then call by call.</summary>
    private static async Task WriteAsync(
        Stream body, NpgsqlDataSource database, DateTimeOffset from, DateTimeOffset to, RoutingOptions settings,
        CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var queues = ReplayRules.Queues(await QueueStore.ListAsync(connection, cancellation));
        var frame = new DayFile
        {
            StartsAt = from,
            ServiceLevelMs = (int)settings.ServiceLevelTime.TotalMilliseconds,
            ShortAbandonMs = (int)settings.ShortAbandonTime.TotalMilliseconds,
            AnswerMs = (int)(await ReplayStore.AnswerMsAsync(connection, from, to, cancellation) ?? 0),
            Queues = [.. queues.Select(one => one.Queue)],
            Agents = ReplayRules.Agents(
                await ReplayStore.AgentsAsync(connection, cancellation),
                await ReplayStore.SpansAsync(connection, from, to, cancellation),
                await ReplayStore.PausesAsync(connection, from, to, cancellation), from, to),
        };
        var piece = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(piece);
        json.WriteStartObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(frame, DayFile.Json)!.AsObject())
        {
            if (name != "calls" && value is not null)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }

        json.WriteStartArray("calls");
        var names = queues.ToDictionary(one => one.QueueId, one => one.Queue.Name);
        await foreach (var call in ReplayStore.CallsAsync(connection, from, to).WithCancellation(cancellation))
        {
            if (names.TryGetValue(call.QueueId, out var queue))
            {
                var said = (CallQueued)WireJson.Read(call.Body, typeof(CallQueued));
                JsonSerializer.Serialize(json, ReplayRules.Call(call, said, queue, from), DayFile.Json);
            }

            if (piece.WrittenCount > Piece)
            {
                await body.WriteAsync(piece.WrittenMemory, cancellation);
                piece.ResetWrittenCount();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await body.WriteAsync(piece.WrittenMemory, cancellation);
    }
}

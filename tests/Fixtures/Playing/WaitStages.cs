using System.Globalization;
using Dapper;
using Npgsql;

namespace CallCenter.Fixtures.Playing;

/// <summary>
/// Where the wait of one call for its first order to ring was spent. All four instants are of one server's clock,
/// as the databases keep them.
/// </summary>
public sealed record WaitStages
{
    private const string FirstSaid = """
        select event_id, said_at, msg.part_of(subject) as part from msg.event_log
        where subject = @subject and type = @type order by id limit 1
        """;

    public Guid CallId { get; init; }

    /// <summary>The part through which its events go: of both outboxes and of the queues of both services.</summary>
    public int Part { get; init; }

    public DateTime SaidAt { get; init; }

    public DateTime? QueuedAt { get; init; }

    public DateTime? AssignedAt { get; init; }

    public DateTime? HeardAt { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"call {CallId} of part {Part}: {Between(SaidAt, QueuedAt)} until Routing heard of it, "
        + $"{Between(QueuedAt, AssignedAt)} until it decided, {Between(AssignedAt, HeardAt)} until that was heard");

    internal static async Task<WaitStages> ReadAsync(string telephony, string routing, Guid callId)
    {
        var subject = $"call/{callId}";
        await using var speaker = new NpgsqlConnection(telephony);
        await using var decider = new NpgsqlConnection(routing);
        var said = await speaker.QuerySingleAsync<Said>(FirstSaid, new { subject, type = "callcenter.call.queued.v1" });
        var ordered = await decider.QuerySingleOrDefaultAsync<Said>(
            FirstSaid, new { subject, type = "callcenter.call.assigned.v1" });
        return new WaitStages
        {
            CallId = callId,
            Part = said.Part,
            SaidAt = said.SaidAt,
            QueuedAt = await HeardAsync(decider, said.EventId),
            AssignedAt = ordered?.SaidAt,
            HeardAt = ordered is null ? null : await HeardAsync(speaker, ordered.EventId),
        };
    }

    private static Task<DateTime?> HeardAsync(NpgsqlConnection database, Guid eventId) =>
        database.QuerySingleOrDefaultAsync<DateTime?>(
            "select processed_at from msg.inbox where message_id = @eventId", new { eventId });

    private static string Between(DateTime? one, DateTime? next) =>
        string.Create(CultureInfo.InvariantCulture, $"{(next - one)?.TotalMilliseconds:0} ms");

    private sealed record Said
    {
        public Guid EventId { get; init; }

        public DateTime SaidAt { get; init; }

        public short Part { get; init; }
    }
}

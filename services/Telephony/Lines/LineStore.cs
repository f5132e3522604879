using CallCenter.Contracts.Telephony;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Lines;

/// <summary>Rows of <c>leg_line</c>: what LegMeasured says.</summary>
public static class LineStore
{
    private const string Columns =
        """
        call_id, role, assignment_id, received_packets, received_lost, received_jitter_ms, sent_packets, sent_lost,
        sent_jitter_ms, round_trip_ms, received_mos, sent_mos, ended_at
        """;

    /// <summary>
    /// Stores lines, each once, and finds the traces of their calls, where they have one. Of those that were known, or
    /// whose call is not, there is none in the answer.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string?>> AddAsync(
        NpgsqlTransaction transaction, IReadOnlyList<(string Leg, LegMeasured Line)> gone,
        CancellationToken cancellation)
    {
        var lines = gone.Select(one => one.Line).ToArray();
        var noted = await transaction.Connection!.QueryAsync<NotedLine>(new CommandDefinition(
            $"""
            insert into leg_line (leg, {Columns})
            select leg, {Columns} from unnest(
              @Legs, @CallIds, @Roles, @AssignmentIds, @ReceivedPackets, @ReceivedLost, @ReceivedJitterMs,
              @SentPackets, @SentLost, @SentJitterMs, @RoundTripMs, @ReceivedMos, @SentMos, @EndedAt)
              as l (leg, {Columns})
            where exists (select from call c where c.call_id = l.call_id)
            on conflict (leg) do nothing
            returning leg, (
              select c.snapshot ->> 'traceParent' from call c where c.call_id = leg_line.call_id) as trace_parent
            """,
            new
            {
                Legs = gone.Select(one => one.Leg).ToArray(),
                CallIds = lines.Select(line => line.CallId).ToArray(),
                Roles = lines.Select(line => line.Leg).ToArray(),
                AssignmentIds = lines.Select(line => line.AssignmentId).ToArray(),
                ReceivedPackets = lines.Select(line => line.ReceivedPackets).ToArray(),
                ReceivedLost = lines.Select(line => line.ReceivedLost).ToArray(),
                ReceivedJitterMs = lines.Select(line => line.ReceivedJitterMs).ToArray(),
                SentPackets = lines.Select(line => line.SentPackets).ToArray(),
                SentLost = lines.Select(line => line.SentLost).ToArray(),
                SentJitterMs = lines.Select(line => line.SentJitterMs).ToArray(),
                RoundTripMs = lines.Select(line => line.RoundTripMs).ToArray(),
                ReceivedMos = lines.Select(line => line.ReceivedMos).ToArray(),
                SentMos = lines.Select(line => line.SentMos).ToArray(),
                EndedAt = lines.Select(line => line.EndedAt).ToArray(),
            },
            transaction,
            cancellationToken: cancellation));
        return noted.ToDictionary(line => line.Leg, line => line.TraceParent, StringComparer.Ordinal);
    }

    /// <summary>Those of a call, in the order of their ends.</summary>
    public static async Task<IReadOnlyList<LegMeasured>> OfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<LegMeasured>(new CommandDefinition(
            $"""
            select {Columns.Replace("role", "role as leg", StringComparison.Ordinal)}
            from leg_line where call_id = @callId order by ended_at limit 100
            """,
            new { callId },
            cancellationToken: cancellation))];
}

/// <summary>A line that was stored now.</summary>
public sealed record NotedLine
{
    public required string Leg { get; init; }

    /// <summary>The trace of its call.</summary>
    public string? TraceParent { get; init; }
}

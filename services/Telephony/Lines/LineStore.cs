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
    /// Stores a line once, and finds the trace of its call, if it has one; null when the line is known, or its call
    /// is not.
    /// </summary>
    public static Task<NotedLine?> AddAsync(
        NpgsqlTransaction transaction, string leg, LegMeasured line, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<NotedLine?>(new CommandDefinition(
            $"""
            insert into leg_line (leg, {Columns})
            select @leg, call_id, @Role, @AssignmentId, @ReceivedPackets, @ReceivedLost, @ReceivedJitterMs,
              @SentPackets, @SentLost, @SentJitterMs, @RoundTripMs, @ReceivedMos, @SentMos, @EndedAt
            from call where call_id = @CallId
            on conflict (leg) do nothing
            returning (
              select c.snapshot ->> 'traceParent' from call c where c.call_id = leg_line.call_id) as trace_parent
            """,
            new
            {
                leg, Role = line.Leg, line.CallId, line.AssignmentId, line.ReceivedPackets, line.ReceivedLost,
                line.ReceivedJitterMs, line.SentPackets, line.SentLost, line.SentJitterMs, line.RoundTripMs,
                line.ReceivedMos, line.SentMos, line.EndedAt,
            },
            transaction,
            cancellationToken: cancellation));

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
    /// <summary>The trace of its call.</summary>
    public string? TraceParent { get; init; }
}

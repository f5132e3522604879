using System.Text.Json;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Devices;

/// <summary>Rows of <c>device_check</c>.</summary>
public static class DeviceStore
{
    /// <summary>So many checks of an agent are kept.</summary>
    public const int Kept = 20;

    /// <summary>Keeps a check; those before the last twenty go. False when there is no such agent.</summary>
    public static async Task<bool> AddAsync(
        NpgsqlTransaction transaction, Guid agentId, DeviceCheck check, CancellationToken cancellation)
    {
        var key = new
        {
            agentId,
            check.CheckId,
            check.Passed,
            check.CheckedAt,
            Evidence = JsonSerializer.Serialize(
                new Evidence { Faults = check.Faults, Measured = check.Measured }, JsonSerializerOptions.Web),
            Kept,
        };
        // The lock of the phone lets checks of one agent take turns.
        var known = await transaction.Connection!.QuerySingleOrDefaultAsync<int>(new CommandDefinition(
            "select 1 from phone where agent_id = @agentId and name is not null for update", key, transaction,
            cancellationToken: cancellation));
        if (known == 0)
        {
            return false;
        }

        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into device_check (check_id, agent_id, passed, evidence, checked_at)
            values (@CheckId, @agentId, @Passed, @Evidence::jsonb, @CheckedAt);
            delete from device_check where agent_id = @agentId and check_id not in (
                select check_id from device_check where agent_id = @agentId
                order by checked_at desc, check_id desc limit @Kept)
            """,
            key,
            transaction,
            cancellationToken: cancellation));
        return true;
    }

    /// <summary>The checks of an agent, the last first.</summary>
    public static async Task<IReadOnlyList<DeviceCheck>> OfAgentAsync(
        NpgsqlConnection connection, Guid agentId, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select check_id, passed, evidence, checked_at from device_check
            where agent_id = @agentId order by checked_at desc, check_id desc
            """,
            new { agentId },
            cancellationToken: cancellation))).Select(Read)];

    private static DeviceCheck Read(Row row)
    {
        var evidence = JsonSerializer.Deserialize<Evidence>(row.Evidence, JsonSerializerOptions.Web)!;
        return new DeviceCheck(row.CheckId, row.Passed, evidence.Faults, evidence.Measured, row.CheckedAt);
    }

    private sealed record Evidence
    {
        public required IReadOnlyList<string> Faults { get; init; }

        public required DeviceMeasures Measured { get; init; }
    }

    private sealed record Row
    {
        public required Guid CheckId { get; init; }

        public required bool Passed { get; init; }

        public required string Evidence { get; init; }

        public required DateTimeOffset CheckedAt { get; init; }
    }
}

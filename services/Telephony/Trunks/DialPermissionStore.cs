using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Trunks;

/// <summary>Rows of <c>dial_permission</c>.</summary>
public static class DialPermissionStore
{
    public static Task SetAsync(
        NpgsqlConnection connection, DialPermission permission, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into dial_permission (permission_id, role, prefixes, trunk_ids)
            values (@PermissionId, @Role, @Prefixes, @TrunkIds)
            on conflict (permission_id) do update
            set role = excluded.role, prefixes = excluded.prefixes, trunk_ids = excluded.trunk_ids
            """,
            permission, cancellationToken: cancellation));

    public static Task DeleteAsync(NpgsqlConnection connection, Guid permissionId, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from dial_permission where permission_id = @permissionId",
            new { permissionId }, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<DialPermission>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<DialPermission>(new CommandDefinition(
            "select permission_id, role, prefixes, trunk_ids from dial_permission order by role, permission_id",
            cancellationToken: cancellation))];
}

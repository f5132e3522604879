using System.Reflection;
using Dapper;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>
/// Brings a service's database to the schema of its code: forward only, each file once, in a transaction of its own.
/// </summary>
public static class Migrations
{
    /// <summary>Any constant: it is one service's own database.</summary>
    private const long LockKey = 4_711_000_001;

    /// <summary>
    /// Applies the <c>Schema/*.sql</c> files embedded in the assemblies that are not applied yet, and lets
    /// <paramref name="appRole"/> read and write the rows of every schema that the migrating role owns.
    /// Returns how many files were applied. Only one runs at a time; another waits a minute for it.
    /// </summary>
    public static async Task<int> ApplyAsync(
        string migrationConnectionString,
        string appRole,
        IEnumerable<Assembly> assemblies,
        CancellationToken cancellation)
    {
        var files = SchemaFile.Of(assemblies);
        // Without a pool the lock is gone with the connection, whatever happens.
        var unpooled = new NpgsqlConnectionStringBuilder(migrationConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(cancellation);
        await connection.ExecuteAsync("set lock_timeout = '60s'");
        await connection.ExecuteAsync("select pg_advisory_lock(@LockKey)", new { LockKey });
        await connection.ExecuteAsync(SchemaVersionStore.Definition);
        var applied = (await SchemaVersionStore.AppliedAsync(connection))
            .ToDictionary(v => (v.Assembly, v.File), v => v.Checksum);

        var count = 0;
        foreach (var file in files)
        {
            if (!applied.TryGetValue((file.Assembly, file.File), out var checksum))
            {
                await ApplyAsync(connection, file, cancellation);
                count++;
            }
            else if (checksum != file.Checksum)
            {
                throw new MigrationException(
                    $"{file.File} of {file.Assembly} was changed after it was applied; add a new file instead");
            }
        }

        await GrantAsync(connection, appRole, cancellation);
        return count;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, SchemaFile file, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                file.Sql, transaction: transaction, commandTimeout: 600, cancellationToken: cancellation));
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"{file.File} of {file.Assembly}: {e.MessageText} ({e.SqlState})", e);
        }

        await SchemaVersionStore.AddAsync(transaction, file);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task GrantAsync(NpgsqlConnection connection, string role, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var quoted = Quoted(role);
        foreach (var schema in (await SchemaVersionStore.OwnSchemasAsync(transaction)).Select(Quoted))
        {
            await connection.ExecuteAsync(
                $"""
                 grant usage on schema {schema} to {quoted};
                 grant select, insert, update, delete on all tables in schema {schema} to {quoted};
                 grant usage, select on all sequences in schema {schema} to {quoted};
                 alter default privileges in schema {schema} grant select, insert, update, delete on tables to {quoted};
                 alter default privileges in schema {schema} grant usage, select on sequences to {quoted};
                 """,
                transaction: transaction);
        }

        await connection.ExecuteAsync(
            $"revoke insert, update, delete on public.schema_version from {quoted}", transaction: transaction);
        await transaction.CommitAsync(cancellation);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>The schema could not be brought up to date; the message says which file and why.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException()
    {
    }

    public MigrationException(string message)
        : base(message)
    {
    }

    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

using System.Reflection;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>Whether the database has the schema of this code. A newer one is fine: old code runs on it.</summary>
internal sealed class SchemaState(string connectionString, IEnumerable<Assembly> assemblies)
{
    private readonly IReadOnlyList<SchemaFile> _files = SchemaFile.Of(assemblies);

    /// <summary>Why the service cannot work on its database, or null when it can.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellation)
    {
        try
        {
            var bounded = new NpgsqlConnectionStringBuilder(connectionString)
            {
                Pooling = false,
                Timeout = 3,
                CommandTimeout = 3,
            };
            await using var connection = new NpgsqlConnection(bounded.ConnectionString);
            await connection.OpenAsync(cancellation);
            var versions = await SchemaVersionStore.AppliedAsync(connection);
            var missing = _files.ExceptBy(versions.Select(v => (v.Assembly, v.File)), f => (f.Assembly, f.File));
            return missing.FirstOrDefault() is { } first ? Behind(first) : null;
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege)
        {
            return _files.Count == 0 ? null : Behind(_files[0]);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return $"the database cannot be reached: {e.Message}";
        }
    }

    private static string Behind(SchemaFile missing) =>
        $"the schema is older than the code: {missing.File} of {missing.Assembly} is not applied; "
        + "run the service's migrate";
}

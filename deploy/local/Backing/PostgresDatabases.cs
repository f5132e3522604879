using CallCenter.Local.Ports;
using Npgsql;

namespace CallCenter.Local.Backing;

/// <summary>The roles and databases of a PostgreSQL on loopback, however it was started.</summary>
public sealed class PostgresDatabases : IAsyncDisposable
{
    private const string Administrator = "postgres";
    private readonly string _password;
    private readonly NpgsqlDataSource _administration;

    public PostgresDatabases(int port, string password)
    {
        Port = port;
        _password = password;
        _administration = NpgsqlDataSource.Create(
            ConnectionStringOf("postgres", Administrator, password, pooling: false));
    }

    public int Port { get; }

    /// <summary>For tools and tests: the superuser on the database <c>postgres</c>.</summary>
    public string AdministratorConnectionString => ConnectionStringOf("postgres", Administrator, _password);

    public string ConnectionString(string database, string user, string password) =>
        ConnectionStringOf(database, user, password);

    /// <summary>
    /// Creates or updates a service's two roles: the owner of its database and the one that it runs as.
    /// </summary>
    public async Task EnsureRolesAsync(
        string service, string ownerPassword, string password, CancellationToken cancellation)
    {
        foreach (var (role, secret) in ((string, string)[])[($"{service}_owner", ownerPassword), (service, password)])
        {
            await using var command = _administration.CreateCommand(
                "SELECT format(CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $1) "
                + "THEN 'ALTER ROLE %I LOGIN PASSWORD %L' ELSE 'CREATE ROLE %I LOGIN PASSWORD %L' END, $1, $2)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = secret });
            await ExecuteAsync((string)(await command.ExecuteScalarAsync(cancellation))!, cancellation);
        }
    }

    /// <summary>
    /// Creates a database of a service's owner role when it is missing; only the service may connect.
    /// </summary>
    public async Task EnsureDatabaseAsync(string database, string service, CancellationToken cancellation)
    {
        await using var exists = _administration.CreateCommand("SELECT count(*) FROM pg_database WHERE datname = $1");
        exists.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        if (await exists.ExecuteScalarAsync(cancellation) is 0L)
        {
            await ExecuteAsync($"CREATE DATABASE \"{database}\" OWNER \"{service}_owner\"", cancellation);
        }

        await ExecuteAsync($"REVOKE CONNECT, TEMPORARY ON DATABASE \"{database}\" FROM PUBLIC", cancellation);
        await ExecuteAsync($"GRANT CONNECT ON DATABASE \"{database}\" TO \"{service}\"", cancellation);
    }

    public async Task<bool> AnswerAsync(CancellationToken cancellation)
    {
        if (!await OpenPort.AnswersAsync(Port, cancellation))
        {
            return false;
        }

        await ExecuteAsync("SELECT 1", cancellation);
        return true;
    }

    public ValueTask DisposeAsync() => _administration.DisposeAsync();

    private string ConnectionStringOf(string database, string user, string password, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = user,
            Password = password,
            Pooling = pooling,
        }.ConnectionString;

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _administration.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

using CallCenter.Local.Packages;
using CallCenter.Local.Processes;
using Npgsql;

namespace CallCenter.Local.Backing;

/// <summary>PostgreSQL 18 on loopback with password authentication.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Administrator = "postgres";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    // A data directory appears under its name only when it is whole.
    private const string Script = """
        set -e
        bin=/usr/lib/postgresql/18/bin
        if [ ! -f /cc/data/PG_VERSION ]; then
          rm -rf /cc/data.new /cc/data
          "$bin/initdb" -D /cc/data.new -U postgres -A scram-sha-256 --pwfile=/cc/password --encoding=UTF8 \
            --locale-provider=builtin --locale=C.UTF-8 --no-sync
          mv /cc/data.new /cc/data
        fi
        exec "$bin/postgres" -D /cc/data "$@"
        """;

    private readonly string _password;
    private readonly NpgsqlDataSource _administration;

    private PostgresServer(ChildProcess process, int port, string password)
    {
        Process = process;
        Port = port;
        _password = password;
        _administration = NpgsqlDataSource.Create(
            ConnectionStringOf("postgres", Administrator, password, pooling: false));
    }

    public ChildProcess Process { get; }

    public int Port { get; }

    /// <summary>For tools and tests: the superuser on the database <c>postgres</c>.</summary>
    public string AdministratorConnectionString => ConnectionStringOf("postgres", Administrator, _password);

    /// <summary>Starts the server on a state directory, which is filled at the first start, and waits for it.</summary>
    public static async Task<PostgresServer> StartAsync(
        Rootfs rootfs,
        string stateDirectory,
        int port,
        string password,
        Durability durability,
        string logFile,
        CancellationToken cancellation)
    {
        Directory.CreateDirectory(stateDirectory);
        await SecretFile.WriteAsync(Path.Combine(stateDirectory, "password"), password, cancellation);
        var process = await IsolatedProcess.StartAsync(
            "postgresql", rootfs, stateDirectory,
            ["/usr/bin/sh", "-c", Script, "postgresql", .. Settings(port, durability).SelectMany(s => new[] { "-c", s })],
            logFile);
        var server = new PostgresServer(process, port, password);
        try
        {
            await Readiness.WaitAsync(process, StartLimit, server.AnswersAsync, cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    public string ConnectionString(string database, string user, string password) =>
        ConnectionStringOf(database, user, password);

    /// <summary>Creates or updates a service's two roles: the owner of its database and the one that it runs as.</summary>
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

    /// <summary>Creates a database of a service's owner role when it is missing; only the service may connect.</summary>
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

    /// <summary>Stops the server in order (clients are disconnected, data is flushed).</summary>
    public Task StopAsync() => IsolatedProcess.StopAsync(Process, "postgres", Signal.Interrupt, StopLimit);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _administration.DisposeAsync();
        await Process.DisposeAsync();
    }

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

    private static IEnumerable<string> Settings(int port, Durability durability)
    {
        yield return $"port={port}";
        yield return "listen_addresses=127.0.0.1";
        yield return "unix_socket_directories=/tmp";
        yield return "max_connections=300";
        yield return "shared_buffers=128MB";
        yield return "max_wal_size=512MB";
        yield return "log_line_prefix=%m %u@%d ";
        yield return "timezone=UTC";
        if (durability == Durability.Test)
        {
            // synchronous_commit stays on: with it off, kill -9 of the server loses what it acknowledged.
            yield return "fsync=off";
            yield return "full_page_writes=off";
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        await ExecuteAsync("SELECT 1", cancellation);
        return true;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _administration.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

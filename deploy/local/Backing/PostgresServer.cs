using CallCenter.Local.Packages;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Backing;

/// <summary>PostgreSQL 18 on loopback with password authentication.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
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

    private PostgresServer(ChildProcess process, int port, string password)
    {
        Process = process;
        Databases = new PostgresDatabases(port, password);
    }

    public ChildProcess Process { get; }

    /// <summary>Roles and databases of the server.</summary>
    public PostgresDatabases Databases { get; }

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
            [
                "/usr/bin/sh", "-c", Script, "postgresql",
                .. Settings(port, durability).SelectMany(setting => new[] { "-c", setting }),
            ],
            logFile);
        var server = new PostgresServer(process, port, password);
        try
        {
            await Readiness.WaitAsync(process, StartLimit, server.Databases.AnswerAsync, cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Stops the server in order (clients are disconnected, data is flushed).</summary>
    public Task StopAsync() => IsolatedProcess.StopAsync(Process, "postgres", Signal.Interrupt, StopLimit);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Databases.DisposeAsync();
        await Process.DisposeAsync();
    }

    private static IEnumerable<string> Settings(int port, Durability durability)
    {
        yield return $"port={port}";
        yield return "listen_addresses=127.0.0.1";
        yield return "unix_socket_directories=/tmp";
        yield return "max_connections=300";
        yield return "shared_buffers=128MB";
        yield return "max_wal_size=512MB";
        // The rows of agents and calls die fast; at the default of a minute the matcher's looks slow down meanwhile.
        yield return "autovacuum_naptime=10s";
        yield return "log_line_prefix=%m %u@%d ";
        yield return "timezone=UTC";
        if (durability == Durability.Test)
        {
            // synchronous_commit stays on: with it off, kill -9 of the server loses what it acknowledged.
            yield return "fsync=off";
            yield return "full_page_writes=off";
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CallCenter.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Xunit;

namespace CallCenter.Hosting.Tests;

/// <summary>A service made with <see cref="ServiceBuilder"/> as the real ones are, on free loopback ports.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("callcenter-hosting-").FullName;
    private readonly int _port = FreePort();
    private readonly int _managementPort = FreePort();
    private Task<int> _run = Task.FromResult(0);

    private RunningHost() => Tokens = LocalTokens.Open(Path.Combine(_folder, "keys"), "tests");

    public LocalTokens Tokens { get; }

    /// <summary>
    /// Finished spans of requests to this service: other tests of this process write to the same file.
    /// </summary>
    public List<JsonElement> Requests() =>
        [.. Spans().Where(s => s.GetProperty("kind").GetString() == "server" && (PortOf(s) is { } port
            && (port == _port || port == _managementPort)))];

    public List<JsonElement> Spans() =>
        File.Exists(SpansFile) ? [.. File.ReadAllLines(SpansFile).Select(l => JsonElement.Parse(l))] : [];

    public string SpansFile => Path.Combine(_folder, "spans.jsonl");

    public HttpClient Management => Client(_managementPort);

    public HttpClient Anonymous => Client(_port);

    /// <summary>Starts it on a migrated database and waits until it is ready.</summary>
    public static async Task<RunningHost> StartAsync(
        Servers servers, Action<WebApplication>? map = null, params string[] more)
    {
        var database = await servers.DatabaseAsync("feedback");
        await Migrations.ApplyAsync(
            database.MigrationConnectionString, database.ApplicationRole, [typeof(RunningHost).Assembly], Cancel);
        var service = Launch(database.ConnectionString, map, more);
        await Wait.UntilAsync(async () => await service.ReadinessAsync() == HttpStatusCode.OK);
        return service;
    }

    /// <summary>Starts it on whatever database there is.</summary>
    public static RunningHost Launch(
        string connectionString, Action<WebApplication>? map = null, params string[] more)
    {
        var service = new RunningHost();
        var keys = LocalTokens.KeyFile(Path.Combine(service._folder, "keys"));
        string[] args =
        [
            $"--Database:ConnectionString={connectionString}", $"--Http:Port={service._port}",
            $"--Http:ManagementPort={service._managementPort}", $"--Telemetry:SpansFile={service.SpansFile}",
            .. more.Any(m => m.StartsWith("--Auth:Authority", StringComparison.Ordinal))
                ? Array.Empty<string>()
                : [$"--Auth:KeyFile={keys}", "--Auth:Issuer=tests"],
            .. more,
        ];
        var builder = ServiceBuilder.Create("feedback", args);
        builder.AddSchema(typeof(RunningHost).Assembly);
        service._run = Task.Run(() => builder.RunAsync(app => (map ?? MapThings)(app), service._stop.Token), Cancel);
        return service;
    }

    public HttpClient As(params string[] roles) => With(Tokens.Sign("someone", roles, TimeSpan.FromMinutes(5)));

    public HttpClient With(string token)
    {
        var client = Anonymous;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<HttpStatusCode?> ReadinessAsync()
    {
        try
        {
            using var response = await Management.GetAsync("/healthz/ready", Cancel);
            return response.StatusCode;
        }
        catch (HttpRequestException) when (!_run.IsCompleted)
        {
            return null;
        }
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        Tokens.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HttpClient Client(int port) =>
        new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };

    private static int? PortOf(JsonElement span) =>
        span.GetProperty("attributes").TryGetProperty("server.port", out var port)
            ? int.Parse(port.GetString()!, CultureInfo.InvariantCulture)
            : null;

    private static void MapThings(WebApplication app)
    {
        app.MapGet("/things", () => "things");
        app.MapPut("/things/{id:guid}", async (Guid id, Thing thing, NpgsqlDataSource database) =>
        {
            ServiceActivity.OfCall(id);
            await using var insert = database.CreateCommand("insert into thing (id, name) values ($1, $2)");
            insert.Parameters.AddWithValue(id);
            insert.Parameters.AddWithValue(thing.Name);
            await insert.ExecuteNonQueryAsync(CancellationToken.None);
            return Results.Ok(thing);
        });
        app.MapGet("/numbers/{n:int}", (int n, int more) => n + more);
        app.MapGet("/restricted", () => "secret").RequireRoles(Roles.Supervisor, Roles.Administrator);
        app.MapGet(
            "/me",
            (HttpContext http) =>
                Results.Ok(new { agent = http.User.AgentId(), supervisor = http.User.Has(Roles.Supervisor) }));
        app.MapGet("/broken", string () => throw new InvalidOperationException("a secret of the inside"));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

internal sealed record Thing
{
    public required string Name { get; init; }

    public int Age { get; init; }

    public DateTimeOffset? Since { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];
}

using System.Net.Http.Headers;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Fixtures.Playing;
using CallCenter.Hosting;
using Dapper;
using Npgsql;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// How long after a fact was committed a reader of the stream has the figure that it changes: a process of Routing on
/// real servers, calls that are heard of one by one, and a reader over HTTP.
/// </summary>
internal static class PushDelay
{
    private const int Facts = 100;
    private const int LongestPauseMs = 700;
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly CallPlan Passing = CallPlan.Of(0) with
    {
        End = CallEnd.CallerLeavesAtOnce, Declines = [], Returns = false, Disturbed = false,
    };

    public static async Task<Percentiles> MeasureAsync(CancellationToken cancellation)
    {
        await using var servers = await BenchServers.StartAsync(cancellation);
        var routing = await servers.DatabaseAsync("routing", cancellation);
        var folder = Path.Combine(servers.Folder, "push");
        await using var centre = await PlayedCentre.StartAsync(
            routing, await servers.DatabaseAsync("telephony", cancellation),
            await servers.VirtualHostAsync(cancellation), folder, replicas: 1, agents: 10, cancellation);
        using var http = Client(centre, folder);
        using var lines = new StreamReader(
            await http.GetStreamAsync($"/figures/stream?queue={centre.Telephony.QueueId}", cancellation));
        await ReadUntilAsync(lines, queued: 0, cancellation);

        // When the fact comes must not depend on when the service looks.
        var random = new Random(1);
        var delays = new List<double>(Facts);
        for (var queued = 1; queued <= Facts; queued++)
        {
            await Task.Delay(
                TimeSpan.FromMilliseconds(random.Next(LongestPauseMs)), TimeProvider.System, cancellation);
            await centre.Telephony.CallAsync(Passing, Limit);
            await ReadUntilAsync(lines, queued, cancellation);
            var seenAt = TimeProvider.System.GetUtcNow();
            delays.Add((seenAt - await HeardAtAsync(routing)).TotalMilliseconds);
        }

        return new Percentiles(delays);
    }

    private static HttpClient Client(PlayedCentre centre, string folder)
    {
        using var tokens = LocalTokens.Open(Path.Combine(folder, "keys"), "tests");
        var http = new HttpClient { BaseAddress = centre.Replicas.AddressOf(0) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", tokens.Sign("benchmark", [Roles.Supervisor], TokenLife));
        return http;
    }

    /// <summary>Reads the stream until it shows so many calls that came to the queue.</summary>
    private static async Task ReadUntilAsync(StreamReader lines, int queued, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        while (await lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && Queued(line[6..]) == queued)
            {
                return;
            }
        }

        throw new EndOfStreamException("The stream has ended.");
    }

    private static double? Queued(string data)
    {
        using var told = JsonDocument.Parse(data);
        var figure = told.RootElement.GetProperty("figures").EnumerateArray()
            .FirstOrDefault(one => one.GetProperty("id").GetString() == "queued");
        return figure.ValueKind == JsonValueKind.Object ? figure.GetProperty("value").GetDouble() : null;
    }

    /// <summary>When the last call was heard of: written in the transaction, moments before its commit.</summary>
    private static async Task<DateTimeOffset> HeardAtAsync(TestDatabase routing)
    {
        await using var connection = new NpgsqlConnection(routing.ConnectionString);
        var heardAt = await connection.QuerySingleAsync<DateTime>(
            "select max(recorded_at) from figure_event where type = 'callcenter.call.queued.v1'");
        return new DateTimeOffset(heardAt);
    }
}

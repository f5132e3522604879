using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Centres;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using Dapper;
using Npgsql;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>What a load has left behind: everything here must be 0, and the recordings complete.</summary>
internal sealed record Afterwards
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls that Telephony still holds.</summary>
    public required int Calls { get; init; }

    /// <summary>Legs and bridges that Asterisk still has.</summary>
    public required int Legs { get; init; }

    /// <summary>Agents who are not idle.</summary>
    public required int Agents { get; init; }

    /// <summary>What was recorded since the services began.</summary>
    public required Recorded Recordings { get; init; }

    public int Stuck => Calls + Legs + Agents;

    /// <summary>Waits until nothing is left and every talk has its recording, or as long as that may take.</summary>
    public static async Task<Afterwards> SettleAsync(
        Home home, PortTable ports, CancellationToken cancellation)
    {
        var secrets = await SecretBook.OpenAsync(home.SecretsFile, cancellation);
        var password = await secrets.GetAsync("asterisk.ari", cancellation);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AsteriskServer.AriUser}:{password}")));
        await using var database = await UnansweredCall.OpenAsync(home, ports, "telephony", cancellation);
        using var services = new ServiceClient(home, ports, Roles.Administrator);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var now = new Afterwards
            {
                Calls = await LiveCallsAsync(http, ports, cancellation),
                Legs = await CountAsync(http, ports, "channels", cancellation)
                    + await CountAsync(http, ports, "bridges", cancellation),
                Agents = (await services.GetAsync("routing", "agents", cancellation))!.Value.EnumerateArray()
                    .Count(agent => agent.GetProperty("status").GetString() == "available"
                        && agent.GetProperty("activity").GetString() != "idle"),
                Recordings = await RecordedAsync(database, cancellation),
            };
            if ((now.Stuck == 0 && now.Recordings.Ready + now.Recordings.NotMade >= now.Recordings.Talks)
                || TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                return now;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    /// <summary>What was recorded so far.</summary>
    public static async Task<Recorded> RecordedAsync(Home home, PortTable ports, CancellationToken cancellation)
    {
        await using var database = await UnansweredCall.OpenAsync(home, ports, "telephony", cancellation);
        return await RecordedAsync(database, cancellation);
    }

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"    stuck: {Calls} calls, {Legs} legs and bridges, {Agents} agents; recordings complete: "
        + $"{Recordings.Whole} of {Recordings.Talks} talks, {Recordings.Ready - Recordings.Whole} too short, "
        + $"{Recordings.NotMade} not made");

    /// <summary>By what was said. Whole is all of a talk but a second, in which the legs are joined and left.</summary>
    private static Task<Recorded> RecordedAsync(NpgsqlConnection database, CancellationToken cancellation) =>
        database.QuerySingleAsync<Recorded>(new CommandDefinition(
            """
            with said as materialized (
                select type, convert_from(body, 'UTF8')::jsonb as body from msg.event_log
                where type in ('callcenter.call.agent-released.v1', 'callcenter.call.recording-ready.v1',
                    'callcenter.call.recording-not-made.v1')
            ), whole as (
                select count(*)::integer as whole
                from said ready join said talk on talk.body->>'assignmentId' = ready.body->>'assignmentId'
                where ready.type like '%recording-ready.v1' and talk.type like '%agent-released.v1'
                  and (ready.body->>'durationMs')::bigint >= (talk.body->>'talkMs')::bigint - 1000
            )
            select (count(*) filter (where type like '%agent-released.v1'))::integer as talks,
                   (count(*) filter (where type like '%recording-ready.v1'))::integer as ready,
                   (count(*) filter (where type like '%recording-not-made.v1'))::integer as "NotMade",
                   (select whole from whole) as whole
            from said
            """,
            cancellationToken: cancellation));

    private static async Task<int> LiveCallsAsync(HttpClient http, PortTable ports, CancellationToken cancellation)
    {
        const string Live = "callcenter_telephony_calls_live";
        var metrics = await http.GetStringAsync(
            new Uri($"http://127.0.0.1:{ports.ManagementOf("telephony")}/metrics"), cancellation);
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(Live, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private static async Task<int> CountAsync(
        HttpClient http, PortTable ports, string what, CancellationToken cancellation)
    {
        using var list = JsonDocument.Parse(await http.GetStringAsync(
            new Uri($"http://127.0.0.1:{ports.AsteriskHttp}/ari/{what}"), cancellation));
        return list.RootElement.GetArrayLength();
    }
}

/// <summary>Talks, and what was made of them.</summary>
internal sealed record Recorded
{
    public int Talks { get; init; }

    public int Ready { get; init; }

    public int NotMade { get; init; }

    /// <summary>Recordings that hold all of their talk.</summary>
    public int Whole { get; init; }

    public Recorded Since(Recorded before) => new()
    {
        Talks = Talks - before.Talks,
        Ready = Ready - before.Ready,
        NotMade = NotMade - before.NotMade,
        Whole = Whole - before.Whole,
    };
}

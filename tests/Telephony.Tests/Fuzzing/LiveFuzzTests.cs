using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>
/// Bad events on the wire between a real Asterisk and a Telephony process, and hostile requests to everything that the
/// process offers by HTTP, while real phones call and talk. Each request gets an answer that is not a fault of ours;
/// afterwards nothing is stuck, and the next call goes through.
/// </summary>
[Collection(OwnershipTests.Name)]
public sealed class LiveFuzzTests(Servers servers)
{
    private const int Events = 12_000;
    private const int Requests = 6_000;
    private const int AtOnce = 4;
    private const int Agents = 8;
    private const int Talks = 6;
    private const int CallsPerSecond = 2;

    /// <summary>What a lie about the end of a prompt is logged as.</summary>
    private static readonly string[] Errors = ["telephony.prompt.failed"];

    /// <summary>What ends a connection and may: the next one goes on with all calls.</summary>
    private static readonly string[] Cuts =
        ["sent an event of more than", "System.Net.WebSockets.WebSocketException"];

    private static readonly string[] Known = ["0190c0de-0000-7000-8000-000000000101", "main", "noon", "local", "1"];

    private IReadOnlyList<string> _live = Known;

    [Fact]
    public async Task Bad_events_and_requests_about_live_calls_leave_no_fault_and_nothing_stuck()
    {
        var seed = Seeds.Take();
        using var ports = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        house.Options.ReconcileInterval = TimeSpan.FromSeconds(1);
        await using var wire = await FaultyWire.StartAsync(house.Options.Nodes[0].AriUri!);
        house.Options.Nodes[0].AriUri = wire.Address;
        await house.AddNumberAsync(survey: false);
        await using var process = await house.StartProcessAsync("fuzzed", ports.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(process), "an owner");
        await using var rush = new Rush(house);
        await rush.AddAgentsAsync(Talks, talkAtLength: true);
        await rush.AddAgentsAsync(Agents - Talks, talkAtLength: false);
        var (supervisorId, _) = await house.AddAgentAsync();
        var awayId = Guid.CreateVersion7();
        await house.AddNameAsync(awayId);
        using var all = house.ClientOf(
            process, supervisorId, Roles.Agent, Roles.Supervisor, Roles.Analyst, Roles.Administrator);
        using var agent = house.ClientOf(process, supervisorId, Roles.Agent);
        var http = new HttpFuzzing(() => _live);
        var targets = await HttpFuzzing.TargetsAsync(all);
        rush.Begin();

        var twister = new Twister(new Mutator(seed)) { IsOn = false };
        wire.Hands = twister.Hear;
        using var enough = new CancellationTokenSource();
        var stream = rush.StreamAsync(CallsPerSecond, enough.Token);
        // Not the agents on the line: an account that is taken from a registered phone again and again has been seen to
        // end Asterisk 22.10 itself (a fault in its own memory), and then nothing is left to be looked at.
        var looking = LookAsync(house, all, awayId, enough.Token);
        try
        {
            await rush.UntilAsync<CallAnswered>(Talks);
            twister.IsOn = true;
            await Task.WhenAll(LieAsync(wire, twister), RequestAsync(http, seed, targets, [all, all, all, all, agent]));
        }
        finally
        {
            twister.IsOn = false;
            await enough.CancelAsync();
            await Task.WhenAll(stream, looking);
        }

        await EndAsync(house, rush);
        await rush.StopAsync();
        var counts = $"{rush.Callers.Count} callers, {await CountAsync(house, "call where true")} calls; "
            + $"{twister.Count} bad events ({Joined(twister.Made)}) over {wire.Connections} connections; "
            + $"{wire.Refusals.Count} of them refused ({string.Join(", ", wire.Refusals.Distinct())}); "
            + $"{http.Count} requests to {targets.Count} operations ({Joined(http.Statuses)})";
        TestContext.Current.TestOutputHelper?.WriteLine(counts);
        Assert.Empty(http.Faults.Take(5));
        Assert.Contains(http.Statuses.Keys, status => status < 300);
        await AreCompleteAsync(house);
        await NoFaultAsync(process);
        await CallAsync(house);
        await NoFaultAsync(process);
    }

    private static string Joined<T>(IEnumerable<KeyValuePair<T, int>> counts) =>
        string.Join(", ", counts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}"));

    /// <summary>Says bad things in bursts, and never more than is being read.</summary>
    private static async Task LieAsync(FaultyWire wire, Twister twister)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (twister.Count < Events)
        {
            for (var i = 0; i < 5; i++)
            {
                if (twister.Make() is { } bad)
                {
                    wire.Say(bad);
                }
            }

            await pace.WaitForNextTickAsync(House.Cancellation);
        }
    }

    private static Task RequestAsync(
        HttpFuzzing http, int seed, IReadOnlyList<HttpTarget> targets, IReadOnlyList<HttpClient> clients) =>
        Parallel.ForEachAsync(Enumerable.Range(1, AtOnce), House.Cancellation, async (worker, cancellation) =>
        {
            var mutator = new Mutator(unchecked(seed + worker));
            for (var i = 0; i < Requests / AtOnce; i++)
            {
                await http.AskAsync(mutator.Any(clients), mutator, mutator.Any(targets), cancellation);
            }
        });

    /// <summary>Keeps the ids of what lives now for the requests; a drained node is filled again.</summary>
    private async Task LookAsync(House house, HttpClient client, Guid agentId, CancellationToken until)
    {
        var end = false;
        while (!end)
        {
            end = until.IsCancellationRequested;
            using var filled = await client.DeleteAsync(
                new Uri("/nodes/local/drain", UriKind.Relative), House.Cancellation);
            var ids = await house.OneAsync(
                """
                select string_agg(id, ',') from (
                  select call_id::text as id from call where ended_at is null
                  union all select snapshot #>> '{assignment,assignmentId}' from call where ended_at is null
                  union all (select recording_id::text from recording order by started_at desc limit 5)
                  union all (select control_id::text from call_order where control_id is not null
                    order by order_id desc limit 5)) live where id is not null
                """);
            _live = [.. Known, agentId.ToString(), .. (ids ?? Known[0]).Split(',')];
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Agents end their talks, callers hang up, and every call ends.</summary>
    private static async Task EndAsync(House house, Rush rush)
    {
        rush.LetGo();
        foreach (var caller in rush.Callers.Where(caller => !caller.Ended.IsCompleted))
        {
            await caller.HangUpAsync();
        }

        await House.UntilAsync(async () => await CountAsync(house, "call where ended_at is null") == "0", "all ends");
        await house.NothingIsLeftAsync();
    }

    private static async Task AreCompleteAsync(House house)
    {
        var calls = await house.OneAsync("select string_agg(call_id::text, ',') from call");
        Assert.Equal(
            calls!.Split(',').Select(Guid.Parse).Order(),
            (await house.EventsAsync<CallEnded>()).Select(e => e.CallId).Order());
        // What was given at the very end is answered by the next sweep.
        await House.UntilAsync(
            async () => await CountAsync(house, "call_order where taken_at is null") == "0", "every order's answer");
        // Every agent who was given a call is free again.
        var given = await house.OneAsync(
            "select string_agg(assignment_id::text, ',') from call_order where kind = 'assigned'");
        var over = (await house.EventsAsync<AgentReleased>()).Select(e => e.AssignmentId)
            .Concat((await house.EventsAsync<AssignmentDeclined>()).Select(e => e.AssignmentId)).ToHashSet();
        Assert.Empty(given!.Split(',').Select(Guid.Parse).Except(over));
        await House.UntilAsync(
            async () => await CountAsync(house, "recording where state in ('recording', 'stopped')") == "0",
            "all recordings");
        Assert.Equal("0", await CountAsync(house, "call_order where control_id is not null and outcome is null"));
        Assert.Equal("0", await CountAsync(house, "trunk_leg where ended_at is null"));
    }

    private static async Task<string> CountAsync(House house, string of) =>
        (await house.OneAsync($"select count(*)::text from {of}"))!;

    /// <summary>A call as any other, behind all of it.</summary>
    private static async Task CallAsync(House house)
    {
        var (agentId, phone) = await house.AddAgentAsync();
        var (queued, answered) = (
            (await house.EventsAsync<CallQueued>()).Count, (await house.EventsAsync<CallAnswered>()).Count);
        var call = house.Call();
        var callId = (await house.NextAsync<CallQueued>(queued + 1)).CallId;
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>(answered + 1);
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        await atAgent.HangUpAsync();
        await House.UntilAsync(
            async () => (await house.EventsAsync<CallEnded>()).Any(e => e.CallId == callId), "the end");
        await house.NothingIsLeftAsync();
    }

    /// <summary>The process has logged nothing that is a fault of ours.</summary>
    private static async Task NoFaultAsync(ServiceProcess process)
    {
        var faults = new List<string>();
        var warned = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in await File.ReadAllLinesAsync(process.LogFile, House.Cancellation))
        {
            using var entry = JsonDocument.Parse(line);
            var level = entry.RootElement.GetProperty("level").GetString();
            var name = entry.RootElement.GetProperty("event").GetString()!;
            if (level is "warning" or "error" or "critical")
            {
                warned[name] = warned.GetValueOrDefault(name) + 1;
            }

            var isFault = level is "error" or "critical" && !Errors.Contains(name);
            var threw = entry.RootElement.TryGetProperty("exception", out var exception)
                && !Cuts.Any(cut => exception.GetString()!.Contains(cut, StringComparison.Ordinal));
            if (isFault || threw)
            {
                faults.Add(line);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"logged: {Joined(warned)}");
        Assert.True(faults.Count == 0, $"{faults.Count} faults: {string.Join('\n', faults.Take(3))}");
    }
}

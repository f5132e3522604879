using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Phones;
using CallCenter.Local.Processes;
using CallCenter.Local.Supervising;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>The figures that are served are those that the services' event logs give, also after a rebuild.</summary>
public sealed class FiguresTests(WholeSystem system)
{
    [Fact]
    public async Task Figures_of_real_calls_are_those_of_the_event_logs_and_a_rebuild_changes_none()
    {
        var queue = await TestQueue.AddAsync(system, agents: 2);
        await using var first = await queue.StartAsync(
            0, InviteReply.Refuse(603, "Decline", TimeSpan.FromMilliseconds(100)));
        await using var second = await queue.StartAsync(1, InviteReply.Answer());
        await using var caller = system.Site.StartCaller();
        var (answered, answeredId) = await queue.CallAsync(caller);
        await WaitAsync("CallAnswered", answeredId);
        var (abandoned, abandonedId) = await queue.CallAsync(caller);
        await WaitAsync("AssignmentDeclined", abandonedId);
        await abandoned.HangUpAsync();
        await WaitAsync("CallEnded", abandonedId);
        await answered.HangUpAsync();
        await WaitAsync("CallWrappedUp", answeredId);
        await WaitAsync("CallEnded", answeredId);

        var recounted = await RecountAsync(queue);
        Assert.Equal((1, 1, 0), (recounted["answered"], recounted["abandoned"], recounted["waiting"]));
        Assert.True(recounted["non-response"] >= 1);
        await ServesAsync(queue, recounted);

        var settings = await SettingsAsync("routing");
        await ServiceProcess.RunAsync(
            "routing", ["figures", "rebuild"], settings, Path.Combine(system.Directory, "rebuild.log"), Token);
        Assert.Equal(recounted, await ServedAsync(queue, recounted.Keys));
    }

    private Task ServesAsync(TestQueue queue, Dictionary<string, double> recounted) => WholeSystem.WaitUntilAsync(
        async _ => (await ServedAsync(queue, recounted.Keys)).SequenceEqual(recounted),
        "the served figures are those of the event logs", Token);

    private async Task<Dictionary<string, double>> ServedAsync(TestQueue queue, IEnumerable<string> ids)
    {
        var answer = await system.Site.Services.GetAsync(
            "routing", $"figures/queues/{queue.Id}?lastMs=3600000", Token);
        var figures = answer!.Value.GetProperty("queues")[0].GetProperty("figures").EnumerateArray()
            .Where(one => one.GetProperty("value").ValueKind == JsonValueKind.Number)
            .ToDictionary(
                one => one.GetProperty("id").GetString()!, one => one.GetProperty("value").GetDouble());
        return ids.Where(figures.ContainsKey).ToDictionary(id => id, id => figures[id]);
    }

    /// <summary>The figures of the queue once more, from what Telephony and Routing have logged as said.</summary>
    private async Task<Dictionary<string, double>> RecountAsync(TestQueue queue)
    {
        var said = (await SaidAsync("telephony")).Concat(await SaidAsync("routing")).ToList();
        var queued = said.OfType<CallQueued>().Where(e => e.QueueId == queue.Id)
            .GroupBy(e => e.CallId).ToDictionary(call => call.Key, call => call.Min(e => e.QueuedAt));
        var answers = said.OfType<CallAnswered>().Where(e => e.QueueId == queue.Id).ToList();
        var waits = answers.Select(e => WaitMs(queued[e.CallId], e.AnsweredAt)).ToList();
        var abandons = said.OfType<CallEnded>().Where(e => e.QueueId == queue.Id && e.Abandoned)
            .Select(e => WaitMs(queued[e.CallId], e.EndedAt)).ToList();
        var offers = said.OfType<CallAssigned>().Where(e => e.QueueId == queue.Id).ToList();
        var talks = said.OfType<AgentReleased>().Where(e => queued.ContainsKey(e.CallId)).ToList();
        var wrapUps = said.OfType<CallWrappedUp>().Where(e => e.QueueId == queue.Id).ToList();
        var (inTime, shortly) = (waits.Count(wait => wait <= 20_000), abandons.Count(wait => wait <= 5_000));
        var figures = new Dictionary<string, double>
        {
            ["waiting"] = queued.Count - answers.Count - abandons.Count,
            ["queued"] = queued.Count,
            ["answered"] = answers.Count,
            ["abandoned"] = abandons.Count,
            ["abandoned.short"] = shortly,
            ["service-level.answered-within-threshold"] =
                (double)inTime / (answers.Count + abandons.Count - shortly),
            ["service-level.amazon"] =
                (double)(inTime + abandons.Count(wait => wait <= 20_000)) / (answers.Count + abandons.Count),
            ["service-level.asterisk"] = (double)inTime / answers.Count,
            ["abandonment-rate"] = (double)abandons.Count / (answers.Count + abandons.Count),
            ["average-speed-of-answer"] = waits.Average(),
            ["longest-wait"] = waits.Concat(abandons).Max(),
            ["handled"] = answers.Count,
            ["offers"] = offers.Count,
            ["answer-rate"] = (double)answers.Count / offers.Count,
            ["non-response"] = offers.Count - answers.Count,
            ["average-handling-time"] = (double)(talks.Sum(e => e.TalkMs) + wrapUps.Sum(e => e.DurationMs))
                / wrapUps.Count,
            ["average-talk-time"] = talks.Average(e => e.TalkMs),
        };
        return figures;
    }

    private static long WaitMs(DateTimeOffset queuedAt, DateTimeOffset leftAt) =>
        (long)(leftAt - queuedAt).TotalMilliseconds;

    private async Task<IReadOnlyList<object>> SaidAsync(string service) =>
        await SaidEvents.AllAsync((await SettingsAsync(service))["Database__ConnectionString"]!, Token);

    /// <summary>The settings with which the launcher started a service.</summary>
    private async Task<IReadOnlyDictionary<string, string?>> SettingsAsync(string service)
    {
        var secrets = await SecretBook.OpenAsync(system.Home.SecretsFile, Token);
        await using var databases = new PostgresDatabases(system.Ports.PostgreSql, password: "");
        return await ServiceSettings.OfAsync(service, system.Home, system.Ports, databases, secrets, Token);
    }

    private Task<CallCenter.Local.Calls.HeardEvent> WaitAsync(string name, Guid callId) =>
        system.Listener.WaitAsync(name, heard => heard.CallId == callId, WholeSystem.Limit, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

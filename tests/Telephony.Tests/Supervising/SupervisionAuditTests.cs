using System.Net;
using System.Net.Http.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Supervising;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Tests.Retention;
using Xunit;

namespace CallCenter.Telephony.Tests.Supervising;

/// <summary>What is known of who listened to which talk.</summary>
[Collection(Archive.Name)]
public sealed class SupervisionAuditTests(Servers servers) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ann = Guid.CreateVersion7();
    private static readonly Guid Bob = Guid.CreateVersion7();
    private ServiceDatabase _database = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await ServiceDatabase.OpenAsync(
            servers, "telephony", typeof(TelephonyOptions).Assembly, TimeProvider.System);
        _service = await ServiceUnderTest.StartAsync(
            servers, "telephony", _database.Test,
            service => service.AddSchema(typeof(TelephonyOptions).Assembly),
            app => app.MapSupervisionEndpoints());
    }

    internal static async Task<IReadOnlyList<SupervisionEntry>> ListAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<IReadOnlyList<SupervisionEntry>>(
            new Uri($"/supervisions?{query}", UriKind.Relative), House.Cancellation))!;

    [Fact]
    public async Task Each_way_of_taking_part_and_each_agent_heard_is_written_down_once_with_its_time()
    {
        var (call, agent, next) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await SayAsync(Started(call, Ann, agent, 0), Changed(call, Ann, "whisper", agent, 10));
        // Said again by an owner who did not know that it was stored.
        await SayAsync(Started(call, Ann, agent, 0));
        using var all = _service.ClientOf(Roles.Administrator);
        var live = Assert.Single(await ListAsync(all, $"callId={call}"));
        Assert.Equal((null, null, null), (live.EndedAt, live.ListenedMs, live.Reason));

        await SayAsync(Changed(call, Ann, "barge", next, 20), Ended(call, Ann, 30), Ended(call, Ann, 40));
        await SayAsync(Changed(call, Ann, "monitor", next, 50));
        var entry = Assert.Single(await ListAsync(all, $"callId={call}"));
        Assert.Equal((30_000, "asked"), (entry.ListenedMs!.Value, entry.Reason));
        Assert.Equal(
            [("monitor", agent, Noon), ("whisper", agent, Noon.AddSeconds(10)), ("barge", next, Noon.AddSeconds(20))],
            entry.Modes.Select(mode => (mode.Mode, mode.AgentId, mode.At)));
        Assert.Single(await ListAsync(all, $"agentId={next}"));
        Assert.Empty(await ListAsync(all, $"agentId={Guid.CreateVersion7()}"));
    }

    [Fact]
    public async Task Supervisors_see_what_they_took_part_in_and_administrators_see_all()
    {
        await SayAsync(Started(Guid.CreateVersion7(), Ann, Bob, 0), Started(Guid.CreateVersion7(), Bob, Ann, 1));
        using var ann = _service.ClientOf(Ann, Roles.Supervisor);
        Assert.All(await ListAsync(ann, ""), entry => Assert.Equal(Ann, entry.SupervisorId));
        using var all = _service.ClientOf(Roles.Administrator);
        Assert.Equal([Bob, Ann], (await ListAsync(all, "")).Take(2).Select(entry => entry.SupervisorId));
        foreach (var (client, query) in new[]
        {
            (ann, $"supervisorId={Bob}"),
            (_service.ClientOf(Roles.Supervisor), ""),
            (_service.ClientOfAgent(Ann), ""),
            (_service.ClientOf(Roles.Analyst), ""),
        })
        {
            using var refused = await client.GetAsync(
                new Uri($"/supervisions?{query}", UriKind.Relative), House.Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task The_list_is_bounded_goes_back_page_by_page_and_keeps_to_its_window()
    {
        var supervisor = Guid.CreateVersion7();
        await SayAsync([.. Enumerable.Range(0, 130)
            .Select(i => (object)Started(Guid.CreateVersion7(), supervisor, Bob, i))]);
        using var all = _service.ClientOf(Roles.Administrator);
        var first = await ListAsync(all, $"supervisorId={supervisor}");
        Assert.Equal((100, Noon.AddSeconds(129)), (first.Count, first[0].StartedAt));
        var second = await ListAsync(all, $"supervisorId={supervisor}&before={first[^1].SupervisionId}");
        Assert.Equal((30, Noon), (second.Count, second[^1].StartedAt));
        var (from, to) = (Noon.AddSeconds(5).UtcDateTime, Noon.AddSeconds(8).UtcDateTime);
        var window = await ListAsync(all, $"supervisorId={supervisor}&from={from:O}&to={to:O}");
        Assert.Equal([7, 6, 5], window.Select(entry => (int)(entry.StartedAt - Noon).TotalSeconds));
        foreach (var wrong in new[] { "callId=1", "from=yesterday", "to=2026-03-02&from=2026-03-03", "before=x" })
        {
            using var refused = await all.GetAsync(
                new Uri($"/supervisions?{wrong}", UriKind.Relative), House.Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task What_ended_longer_ago_than_it_is_kept_is_forgotten_and_what_goes_on_is_not()
    {
        var (over, live) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SayAsync(Started(over, Ann, Bob, 0), Ended(over, Ann, 5), Started(live, Ann, Bob, 0));
        await using (var connection = await _database.Source.OpenConnectionAsync(House.Cancellation))
        {
            await SupervisionStore.DeleteEndedAsync(connection, Noon.AddSeconds(6), House.Cancellation);
        }

        using var all = _service.ClientOf(Roles.Administrator);
        Assert.Empty(await ListAsync(all, $"callId={over}"));
        Assert.Single(await ListAsync(all, $"callId={live}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task SayAsync(params object[] events)
    {
        await using var work = await _database.Transactions.BeginAsync(House.Cancellation);
        SupervisionStore.Record(work, events);
        await work.CommitAsync(House.Cancellation);
    }

    private static SupervisionStarted Started(Guid call, Guid supervisor, Guid agent, int at) => new()
    {
        CallId = call, SupervisorId = supervisor, AgentId = agent, Mode = "monitor", StartedAt = Noon.AddSeconds(at),
    };

    private static SupervisionChanged Changed(Guid call, Guid supervisor, string mode, Guid agent, int at) => new()
    {
        CallId = call, SupervisorId = supervisor, AgentId = agent, Mode = mode, ChangedAt = Noon.AddSeconds(at),
    };

    private static SupervisionEnded Ended(Guid call, Guid supervisor, int at) => new()
    {
        CallId = call, SupervisorId = supervisor, AgentId = Bob, Reason = "asked", ListenedMs = 1,
        EndedAt = Noon.AddSeconds(at),
    };
}

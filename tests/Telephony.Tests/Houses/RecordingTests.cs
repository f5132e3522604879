using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Recordings that cannot be made or stored: the call goes on, and what can be saved is saved.</summary>
public sealed class RecordingTests(Servers servers)
{
    [Fact]
    public async Task A_recording_that_cannot_be_fetched_is_said_not_to_be_made()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync();
        var caller = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        await House.UntilAsync(
            () => Task.FromResult(Directory.GetFiles(house.Asterisk.MonitorDirectory).Length == 2), "both files");
        foreach (var file in Directory.GetFiles(house.Asterisk.MonitorDirectory))
        {
            File.Delete(file);
        }

        await house.ExecuteAsync("update recording set attempts = 4");
        await caller.HangUpAsync();
        var said = await house.NextAsync<RecordingNotMade>();
        Assert.Equal((callId, agentId, "not-fetched"), (said.CallId, said.AgentId, said.Reason));
        Assert.Equal("failed", await house.OneAsync("select state from recording"));
    }

    [Fact]
    public async Task A_call_goes_on_when_it_cannot_be_recorded()
    {
        await using var house = await House.StartAsync(servers, options => options.Nodes[0].AmiPort = 1);
        await TalkAsync(house);
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal("failed", await StateAsync(house));
        Assert.Empty(await house.EventsAsync<RecordingReady>());
        Assert.Equal("failed", (await house.NextAsync<RecordingNotMade>()).Reason);
    }

    [Fact]
    public async Task A_call_goes_on_and_no_recording_begins_when_a_disk_has_less_room_than_its_bound()
    {
        await using var house = await House.StartAsync(
            servers, options => options.RecordingFreeBytes = long.MaxValue);
        await TalkAsync(house);
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal("disk-full", (await house.NextAsync<RecordingNotMade>()).Reason);
        Assert.Single(await house.EventsAsync<RecordingNotMade>());
        Assert.Equal("failed", await StateAsync(house));
        Assert.Empty(Directory.EnumerateFiles(house.Options.Nodes[0].RecordingDirectory, "*.wav"));
    }

    [Fact]
    public async Task A_store_that_is_full_or_away_is_tried_again_until_it_takes_the_recording()
    {
        await using var house = await House.StartAsync(servers);
        // A file where the folder should be: every write fails.
        await File.WriteAllTextAsync(house.RecordingStore, "", House.Cancellation);
        await TalkAsync(house);
        await House.UntilAsync(
            async () => await ScalarAsync<int>(house, "select attempts from recording") > 0, "a try");
        Assert.Equal("stopped", await StateAsync(house));
        File.Delete(house.RecordingStore);
        await house.NextAsync<RecordingReady>();
        Assert.Equal("stored", await StateAsync(house));
    }

    [Fact]
    public async Task A_recording_whose_fetching_was_interrupted_is_fetched_by_the_next_owner()
    {
        await using var house = await House.StartAsync(servers);
        await File.WriteAllTextAsync(house.RecordingStore, "", House.Cancellation);
        await TalkAsync(house);
        await house.NextAsync<CallEnded>();
        await house.Replica.DisposeAsync();
        File.Delete(house.RecordingStore);
        await house.StartReplicaAsync();
        await house.NextAsync<RecordingReady>();
    }

    private static async Task TalkAsync(House house)
    {
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        await atAgent.HangUpAsync();
    }

    private static Task<string?> StateAsync(House house) => ScalarAsync<string>(house, "select state from recording");

    private static async Task<T?> ScalarAsync<T>(House house, string sql)
    {
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        return await connection.ExecuteScalarAsync<T>(sql);
    }
}

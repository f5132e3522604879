using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>Callers who dial wrongly, or hang up at some step.</summary>
public sealed class CallersWhoLeaveTests(WholeSystem system)
{
    [Fact]
    public async Task Who_dials_an_unknown_number_hears_so_and_the_call_ends()
    {
        await using var caller = system.Site.StartCaller();

        var call = caller.Call("+441632960199", system.NextNumber());

        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit));
        Assert.True((await call.Ended.WaitAsync(WholeSystem.Limit, Token)).ByThem);
        var ended = await system.Listener.WaitAsync(
            "CallEnded", heard => heard.TextOf("cause") == "unknown-number", WholeSystem.Limit, Token);
        Assert.DoesNotContain(system.Listener.Heard, e => e.Name == "CallQueued" && e.CallId == ended.CallId);
        await system.NothingIsLeftOfAsync(ended.CallId!.Value, Token);
    }

    [Fact]
    public async Task Who_leaves_the_queue_has_abandoned_the_call()
    {
        var queue = await TestQueue.AddAsync(system, agents: 1);
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);
        await WaitAsync("CallQueued", callId);
        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit));

        await call.HangUpAsync();

        var ended = await WaitAsync("CallEnded", callId);
        Assert.Equal("caller-hung-up", ended.TextOf("cause"));
        Assert.True(ended.Body.GetProperty("abandoned").GetBoolean());
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    [Fact]
    public async Task Who_leaves_while_an_agent_is_rung_frees_the_agent()
    {
        var queue = await TestQueue.AddAsync(system, agents: 1);
        await using var shift = await queue.StartAsync(0, InviteReply.Ring);
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);
        var rung = await shift.Phone.NextCallAsync(WholeSystem.Limit);
        await WaitAsync("AgentRinging", callId);

        await call.HangUpAsync();

        Assert.Equal(487, (await rung.Ended.WaitAsync(WholeSystem.Limit, Token)).Status);
        Assert.Equal("caller-gone", (await WaitAsync("AssignmentDeclined", callId)).TextOf("reason"));
        Assert.True((await WaitAsync("CallEnded", callId)).Body.GetProperty("abandoned").GetBoolean());
        await shift.WaitUntilAsync("idle again", AgentShift.IsIdle, WholeSystem.Limit, Token);
        Assert.Equal("available", (await shift.StateAsync(Token)).GetProperty("status").GetString());
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    [Fact]
    public async Task Who_leaves_during_the_talk_releases_the_agent()
    {
        var queue = await TestQueue.AddAsync(system, agents: 1);
        await using var shift = await queue.StartAsync(0, InviteReply.Answer());
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);
        var talk = await shift.Phone.NextCallAsync(WholeSystem.Limit);
        await WaitAsync("CallAnswered", callId);
        // A talk that somebody has heard is one that is recorded.
        talk.SendTone(1000);
        Assert.True(await call.HearsAsync(1000, WholeSystem.Limit));

        await call.HangUpAsync();

        Assert.True((await talk.Ended.WaitAsync(WholeSystem.Limit, Token)).ByThem);
        Assert.Equal("caller", (await WaitAsync("AgentReleased", callId)).TextOf("releasedBy"));
        Assert.False((await WaitAsync("CallEnded", callId)).Body.GetProperty("abandoned").GetBoolean());
        await WaitAsync("RecordingReady", callId);
        await shift.WaitUntilAsync("idle again", AgentShift.IsIdle, WholeSystem.Limit, Token);
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    private Task<HeardEvent> WaitAsync(string name, Guid callId) =>
        system.Listener.WaitAsync(name, heard => heard.CallId == callId, WholeSystem.Limit, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

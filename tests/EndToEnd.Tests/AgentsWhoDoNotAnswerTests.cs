using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>An agent does not take the call: it keeps its place and goes to another.</summary>
public sealed class AgentsWhoDoNotAnswerTests(WholeSystem system)
{
    [Fact]
    public async Task A_call_that_an_agent_lets_ring_goes_to_the_next()
    {
        var declined = await GoesToTheNextAsync(InviteReply.Ring, ringMs: 1_500);

        Assert.Equal("no-answer", declined);
    }

    [Fact]
    public async Task A_call_that_an_agent_rejects_goes_to_the_next()
    {
        var declined = await GoesToTheNextAsync(InviteReply.Refuse(603, "Decline", TimeSpan.FromMilliseconds(100)));

        Assert.Equal("rejected", declined);
    }

    [Fact]
    public async Task A_call_to_an_agent_whose_phone_is_busy_goes_to_the_next()
    {
        var declined = await GoesToTheNextAsync(InviteReply.Refuse(486, "Busy Here"));

        Assert.Equal("busy", declined);
    }

    [Fact]
    public async Task An_agent_whose_phone_is_not_registered_gets_no_call()
    {
        var queue = await TestQueue.AddAsync(system, agents: 1);
        await using var shift = await queue.StartAsync(0, InviteReply.Answer());
        Assert.True((await shift.Phone.RegisterAsync(TimeSpan.Zero)).Succeeded);
        await shift.WaitUntilAsync(
            "without a phone", agent => !agent.GetProperty("phoneOnline").GetBoolean(), WholeSystem.Limit, Token);
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);
        await WaitAsync("CallQueued", callId);
        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit));
        Assert.DoesNotContain(system.Listener.Heard, e => e.Name == "CallAssigned" && e.CallId == callId);

        Assert.True((await shift.Phone.RegisterAsync()).Succeeded);

        await WaitAsync("CallAnswered", callId);
        await call.HangUpAsync();
        await WaitAsync("CallEnded", callId);
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    /// <summary>The first agent replies so, the second answers; the reason for which the first did not.</summary>
    private async Task<string?> GoesToTheNextAsync(InviteReply reply, int ringMs = 15_000)
    {
        var queue = await TestQueue.AddAsync(system, agents: 2, ringMs);
        await using var first = await queue.StartAsync(0, reply);
        await using var second = await queue.StartAsync(1, InviteReply.Answer());
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);

        var declined = await WaitAsync("AssignmentDeclined", callId);
        var answered = await WaitAsync("CallAnswered", callId);

        Assert.Equal(first.AgentId, declined.IdOf("agentId"));
        Assert.Equal(second.AgentId, answered.IdOf("agentId"));
        Assert.False(call.Ended.IsCompleted);
        Assert.Single(system.Listener.Heard, heard => heard.Name == "CallQueued" && heard.CallId == callId);
        await first.WaitUntilAsync("idle again", AgentShift.IsIdle, WholeSystem.Limit, Token);
        Assert.Equal("available", (await first.StateAsync(Token)).GetProperty("status").GetString());
        await call.HangUpAsync();
        await WaitAsync("CallEnded", callId);
        await second.WaitUntilAsync("idle again", AgentShift.IsIdle, WholeSystem.Limit, Token);
        await system.NothingIsLeftOfAsync(callId, Token);
        return declined.TextOf("reason");
    }

    private Task<HeardEvent> WaitAsync(string name, Guid callId) =>
        system.Listener.WaitAsync(name, heard => heard.CallId == callId, WholeSystem.Limit, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>An agent's phone is a page in a real Chromium; the caller's is an ordinary SIP phone.</summary>
public sealed class AgentsInBrowsersTests(WholeSystem system)
{
    private const double CallerHz = 500;
    private const double FirstHz = 800;
    private const double SecondHz = 1_300;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1_500);

    [Fact]
    public async Task A_call_is_taken_held_kept_through_a_reload_and_handed_on_from_browser_to_browser()
    {
        var queue = await TestQueue.AddAsync(system, agents: 2);
        await using var first = await BrowserAgent.StartAsync(system, queue.Agents[0], FirstHz);
        await using var second = await BrowserAgent.StartAsync(system, queue.Agents[1], SecondHz);
        await first.ChooseAsync("available");
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);
        call.SendTone(CallerHz);

        await TakeAsync(first, call, queue, callId);
        await HoldAsync(first, call);
        await ReloadAsync(first, FirstHz, call, callId, times: 1);
        await AskAsync(first, second);
        await ReloadAsync(first, FirstHz, call, callId, times: 2);
        await HandOnAsync(first, second, call);
        await ReloadAsync(second, SecondHz, call, callId, times: 3);

        await call.HangUpAsync();
        await second.IsAsync("ready");
        await WaitAsync("CallEnded", callId);
        // To Routing the call was the second agent's as if it had been assigned to them.
        await system.Listener.WaitAsync(
            "CallWrappedUp", heard => heard.CallId == callId && heard.IdOf("agentId") == second.Agent.Id,
            WholeSystem.Limit, Token);
        await WaitAsync("RecordingReady", callId, times: 2);
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    private async Task TakeAsync(BrowserAgent first, PhoneCall call, TestQueue queue, Guid callId)
    {
        await first.IsAsync("ringing");
        Assert.StartsWith("+441632960", await first.FactAsync("caller"), StringComparison.Ordinal);
        Assert.Equal(queue.Name, await first.FactAsync("queue"));
        Assert.Equal("English", await first.FactAsync("callLanguage"));
        // A program asks by HTTP, and the page obeys.
        await system.Site.Services.PutAsync(
            "telephony", $"calls/{callId}/controls/{Guid.CreateVersion7()}", new { action = "answer" }, Token);
        await first.IsAsync("talking");
        await WaitAsync("CallAnswered", callId);
        Assert.True(await call.HearsAsync(FirstHz, WholeSystem.Limit), "the caller does not hear the agent");
        Assert.True(await first.HearsAsync(CallerHz), "the agent does not hear the caller");
    }

    private static async Task HoldAsync(BrowserAgent first, PhoneCall call)
    {
        await first.DoAsync("hold");
        await first.FactAsync("held");
        Assert.False(await call.HearsAsync(FirstHz, Moment), "the caller hears the agent on hold");
        Assert.False(await first.HearsAsync(CallerHz, Moment), "the agent hears the caller on hold");
        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit), "the caller hears no music on hold");
        await first.DoAsync("resume");
        Assert.True(await call.HearsAsync(FirstHz, WholeSystem.Limit), "the caller does not hear the agent again");
        Assert.True(await first.HearsAsync(CallerHz), "the agent does not hear the caller again");
    }

    private async Task ReloadAsync(BrowserAgent agent, double hz, PhoneCall call, Guid callId, int times)
    {
        await agent.Page.ReloadAsync();
        await WaitAsync("AgentDisconnected", callId, times);
        await WaitAsync("AgentReconnected", callId, times);
        await agent.IsAsync("talking");
        Assert.False(call.Ended.IsCompleted);
        Assert.True(await call.HearsAsync(hz, WholeSystem.Limit), "the agent who is back is not heard");
        Assert.True(await agent.HearsAsync(CallerHz), "the agent who is back does not hear the caller");
    }

    private static async Task AskAsync(BrowserAgent first, BrowserAgent second)
    {
        await first.Page.FillAsync("#to", second.Agent.Id.ToString());
        await first.Page.ClickAsync("#consult button");
        await second.IsAsync("ringing");
        await second.Page.ClickAsync("#answer");
        await second.IsAsync("talking");
        Assert.True(await second.HearsAsync(FirstHz), "the second agent does not hear the first");
        Assert.True(await first.HearsAsync(SecondHz), "the first agent does not hear the second");
    }

    /// <summary>Loaded anew while it asked, the first page is with the caller and the second one waits.</summary>
    private static async Task HandOnAsync(BrowserAgent first, BrowserAgent second, PhoneCall call)
    {
        await first.DoAsync("swap");
        Assert.True(await first.HearsAsync(SecondHz), "the first agent does not hear the second again");
        await first.DoAsync("complete");
        await first.IsAsync("ready");
        Assert.True(await call.HearsAsync(SecondHz, WholeSystem.Limit), "the caller does not hear the second agent");
        Assert.True(await second.HearsAsync(CallerHz), "the second agent does not hear the caller");
    }

    private Task<HeardEvent> WaitAsync(string name, Guid callId, int times = 1)
    {
        var left = times;
        return system.Listener.WaitAsync(
            name, heard => heard.CallId == callId && --left == 0, WholeSystem.Limit, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

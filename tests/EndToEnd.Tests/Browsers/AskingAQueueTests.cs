using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>An agent asks any agent of a queue at the page; Routing finds one, who is at a page too.</summary>
public sealed class AskingAQueueTests(WholeSystem system)
{
    private const double CallerHz = 500;
    private const double FirstHz = 800;
    private const double SecondHz = 1_300;

    [Fact]
    public async Task Whoever_comes_to_the_queue_is_asked_by_the_agent_and_takes_the_caller_over()
    {
        var (queue, asked) = (await TestQueue.AddAsync(system, agents: 1), await TestQueue.AddAsync(system, agents: 1));
        await using var first = await BrowserAgent.StartAsync(system, queue.Agents[0], FirstHz);
        await using var second = await BrowserAgent.StartAsync(system, asked.Agents[0], SecondHz);
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await TalkAsync(first, queue, caller);

        await AskAsync(first, asked);
        await Expect(first.Fact("third")).ToHaveTextAsync("being looked for; you and the caller hear music");
        await Expect(first.Fact("thirdQueue")).ToHaveTextAsync(asked.Name);
        await Expect(first.Fact("sought")).ToContainTextAsync("until");
        Assert.False(await call.HearsAsync(FirstHz, TimeSpan.FromSeconds(1)), "the caller hears the agent who asks");
        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit), "the caller hears no music");

        await second.ChooseAsync("available");
        await second.IsAsync("ringing");
        await Expect(second.Fact("askedBy")).ToContainTextAsync(first.Agent.Name);
        await second.Page.ClickAsync("#answer");
        await second.IsAsync("talking");
        Assert.True(await second.HearsAsync(FirstHz), "who was found does not hear the agent");
        Assert.True(await first.HearsAsync(SecondHz), "the agent does not hear who was found");
        await Expect(first.Fact("thirdAgent")).ToContainTextAsync(second.Agent.Name);
        await Expect(second.Page.Locator("[data-action=complete]")).ToBeDisabledAsync();

        await first.DoAsync("complete");
        await first.IsAsync("ready");
        Assert.True(await call.HearsAsync(SecondHz, WholeSystem.Limit), "the caller does not hear who was found");
        Assert.True(await second.HearsAsync(CallerHz), "who was found does not hear the caller");
        Assert.Equal("", await first.Page.Locator("#fault").InnerTextAsync());
        await call.HangUpAsync();
        await second.IsAsync("ready");
        await WaitAsync("CallEnded", callId);
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    [Fact]
    public async Task An_agent_who_asks_in_vain_is_told_why_in_their_language_and_is_with_the_caller_again()
    {
        var (queue, asked) = (await TestQueue.AddAsync(system, agents: 1), await TestQueue.AddAsync(system, agents: 1));
        await using var first = await BrowserAgent.StartAsync(system, queue.Agents[0], FirstHz);
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await TalkAsync(first, queue, caller);
        var fault = first.Page.Locator("#fault");

        // Who ends it themselves is told nothing.
        await AskAsync(first, asked);
        await first.DoAsync("cancel");
        await IsBackAsync(first, call);
        await Expect(fault).ToHaveTextAsync("");

        await AskAsync(first, asked);
        await Expect(fault).ToHaveTextAsync("Nobody was put through: nobody was free in time.");
        await IsBackAsync(first, call);

        await system.Site.Services.PutAsync(
            "routing", $"queues/{asked.Id}",
            new { name = asked.Name, skills = asked.Agents[0].Skills, open = false }, Token);
        await first.Page.SelectOptionAsync("#language", "zh");
        await AskAsync(first, asked);
        await Expect(fault).ToHaveTextAsync("未能接通：该队列已关闭。");
        await IsBackAsync(first, call);

        await call.HangUpAsync();
        await first.IsAsync("ready");
        await WaitAsync("CallEnded", callId);
        await system.NothingIsLeftOfAsync(callId, Token);
    }

    private async Task<(PhoneCall Call, Guid CallId)> TalkAsync(BrowserAgent first, TestQueue queue, TestPhone caller)
    {
        await first.ChooseAsync("available");
        var (call, callId) = await queue.CallAsync(caller);
        call.SendTone(CallerHz);
        await first.IsAsync("ringing");
        await first.Page.ClickAsync("#answer");
        await first.IsAsync("talking");
        Assert.True(await call.HearsAsync(FirstHz, WholeSystem.Limit), "the caller does not hear the agent");
        return (call, callId);
    }

    private static async Task AskAsync(BrowserAgent first, TestQueue asked)
    {
        await first.Page.SelectOptionAsync("#queue", asked.Name);
        await first.Page.ClickAsync("#consult-queue button");
    }

    private static async Task IsBackAsync(BrowserAgent first, PhoneCall call)
    {
        await Expect(first.Fact("third")).ToBeHiddenAsync();
        await Expect(first.Page.Locator("#consult-queue button")).ToBeEnabledAsync();
        Assert.True(await call.HearsAsync(FirstHz, WholeSystem.Limit), "the caller does not hear the agent again");
        Assert.True(await first.HearsAsync(CallerHz), "the agent does not hear the caller again");
    }

    private Task<HeardEvent> WaitAsync(string name, Guid callId) => system.Listener.WaitAsync(
        name, heard => heard.CallId == callId, WholeSystem.Limit, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

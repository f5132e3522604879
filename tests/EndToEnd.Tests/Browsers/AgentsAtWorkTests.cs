using System.Globalization;
using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>Status and wrap-up at the agent's page: it asks Routing, which is another origin.</summary>
public sealed class AgentsAtWorkTests(WholeSystem system)
{
    private const int WrapUpMs = 60_000;

    [Fact]
    public async Task An_agent_comes_to_work_names_the_next_break_in_a_wrap_up_ends_it_and_puts_another_off()
    {
        var queue = await TestQueue.AddAsync(system, agents: 1, wrapUpMs: WrapUpMs);
        var lunch = $"lunch-{queue.Name}";
        await system.Site.Services.PutAsync(
            "routing", $"breaks/{lunch}", new { textEn = "Lunch of tests", textZh = "午休" }, Token);
        await using var agent = await BrowserAgent.StartAsync(system, queue.Agents[0], 800);
        await using var caller = system.Site.StartCaller();
        await ShowsAsync(agent, "#status-now", "data-status", "offline");
        await ChooseAsync(agent, "available");
        await ShowsAsync(agent, "#status-now", "data-status", "available");

        await TalkAsync(agent, queue, caller);
        await ShowsAsync(agent, "#activity", "data-activity", "wrap-up");
        await ChooseAsync(agent, $"break:{lunch}");
        await ShowsAsync(agent, "#status-now", "data-next", "break");
        await Expect(agent.Page.Locator("#status-now")).ToContainTextAsync("Lunch of tests");
        await agent.Page.FillAsync("#disposition", "billing");
        await agent.Page.ClickAsync("#wrap-up button:not([type])");
        await ShowsAsync(agent, "#status-now", "data-status", "break");
        await Expect(agent.Page.Locator("#wrap-up")).ToBeHiddenAsync();
        await system.Listener.WaitAsync(
            "CallWrappedUp",
            heard => heard.IdOf("agentId") == agent.Agent.Id && heard.TextOf("disposition") == "billing",
            WholeSystem.Limit, Token);

        await system.Site.Services.PutAsync(
            "routing", $"queues/{queue.Id}",
            new
            {
                name = queue.Name, skills = queue.Agents[0].Skills, open = true, wrapUpMs = 20_000,
                wrapUpMode = "extended", wrapUpMostMs = 25_000,
                plan = new
                {
                    dispositions = new[]
                    {
                        new { code = "refund", textEn = "A refund", textZh = "退款" },
                        new { code = "delivery", textEn = "A late delivery", textZh = "送货延迟" },
                    },
                },
            },
            Token);
        await ChooseAsync(agent, "available");
        await TalkAsync(agent, queue, caller);
        await ShowsAsync(agent, "#activity", "data-activity", "wrap-up");
        await NameAsync(agent);
        var until = agent.Page.Locator("#wrap-up-until");
        var before = await until.GetAttributeAsync("data-until");
        await agent.Page.ClickAsync("#wrap-up-more");
        await Expect(until).Not.ToHaveAttributeAsync("data-until", before!);
        var after = DateTimeOffset.Parse(
            (await until.GetAttributeAsync("data-until"))!, CultureInfo.InvariantCulture);
        Assert.Equal(
            TimeSpan.FromSeconds(5),
            after - DateTimeOffset.Parse(before!, CultureInfo.InvariantCulture));
        await Expect(agent.Page.Locator("#wrap-up-more")).ToBeHiddenAsync();
        Assert.Equal("", await agent.Page.Locator("#fault").InnerTextAsync());
        await ShowsAsync(agent, "#activity", "data-activity", "idle", limits: 3);
        await system.Listener.WaitAsync(
            "CallWrappedUp",
            heard => heard.IdOf("agentId") == agent.Agent.Id && heard.TextOf("disposition") == "delivery",
            WholeSystem.Limit, Token);
    }

    /// <summary>Where the queue lists any, the page offers them in its language and asks for no word.</summary>
    private static async Task NameAsync(BrowserAgent agent)
    {
        var codes = agent.Page.Locator("#disposition-code");
        await Expect(codes).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("#disposition")).ToBeHiddenAsync();
        Assert.Equal(["", "A refund", "A late delivery"], await codes.Locator("option").AllInnerTextsAsync());
        await agent.Page.SelectOptionAsync("#language", "zh");
        Assert.Equal(["", "退款", "送货延迟"], await codes.Locator("option").AllInnerTextsAsync());
        await codes.SelectOptionAsync("送货延迟");
        await agent.Page.ClickAsync("#wrap-up button:not([type])");
    }

    private async Task TalkAsync(BrowserAgent agent, TestQueue queue, TestPhone caller)
    {
        var (call, callId) = await queue.CallAsync(caller);
        await agent.IsAsync("ringing");
        await agent.Page.ClickAsync("#answer");
        await agent.IsAsync("talking");
        await system.Listener.WaitAsync("CallAnswered", heard => heard.CallId == callId, WholeSystem.Limit, Token);
        await call.HangUpAsync();
        await agent.IsAsync("ready");
    }

    private static async Task ChooseAsync(BrowserAgent agent, string status)
    {
        await agent.Page.SelectOptionAsync("#status", status);
        await agent.Page.ClickAsync("#status-form button");
    }

    private static Task ShowsAsync(BrowserAgent agent, string where, string attribute, string value, int limits = 1) =>
        Expect(agent.Page.Locator(where)).ToHaveAttributeAsync(
            attribute, value, new() { Timeout = limits * (float)WholeSystem.Limit.TotalMilliseconds });

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

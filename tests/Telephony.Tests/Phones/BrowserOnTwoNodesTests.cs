using CallCenter.Contracts.Telephony;
using CallCenter.EndToEnd.Tests.Browsers;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CallCenter.Telephony.Tests.Phones;

/// <summary>An agent at the page in a real Chromium, and two real Asterisks.</summary>
public sealed class BrowserOnTwoNodesTests(Servers servers)
{
    private const double AgentHz = 800;
    private const float LimitMs = 60_000;

    // A state may last for less than the time between two looks at the page.
    private const string Watch =
        """
        window.seen = [];
        new MutationObserver(() => seen.push(document.body.dataset.state)).observe(document.body, { attributes: true });
        """;

    [Fact]
    public async Task An_agent_whose_node_dies_takes_calls_at_the_other_and_at_both_again_without_doing_anything()
    {
        await using var house = await House.StartOnTwoNodesAsync(servers, options =>
        {
            foreach (var node in options.Nodes)
            {
                node.WebSocketUri = $"ws://{node.AriUri!.Authority}/ws";
            }
        });
        await house.AddNumberAsync(survey: false);
        var agentId = Guid.CreateVersion7();
        await house.AddNameAsync(agentId);
        await using var service = await house.ServeNodesAsync();
        using var agent = service.ClientOfAgent(agentId);
        using var directory = TestDirectory.Create();
        await using var browser = await Browser.StartAsync(directory.Path, AgentHz);
        var page = await SignInAsync(browser, agent);
        await house.OnlineAsync(agentId);
        await page.EvaluateAsync(Watch);
        await TalkAsync(house, page, house.CallSecond(), agentId, times: 1);

        await house.LoseSecondAsteriskAsync();
        await House.UntilAsync(() => page.EvaluateAsync<bool>("seen.includes('connecting')"), "the loss is shown");
        await IsAsync(page, "ready");
        await TalkAsync(house, page, house.Call(), agentId, times: 2);

        await house.StartSecondAsteriskAsync();
        await house.OfflineAsync(agentId);
        await house.OnlineAsync(agentId, times: 2);
        await IsAsync(page, "ready");
        await TalkAsync(house, page, house.CallSecond(), agentId, times: 3);
        Assert.True(await page.EvaluateAsync<bool>("seen.length > 0"), "the page was loaded anew");
        Assert.Empty(await house.EventsAsync<AssignmentDeclined>());
    }

    private static async Task<IPage> SignInAsync(Browser browser, HttpClient agent)
    {
        var page = await browser.OpenAsync(new Uri(agent.BaseAddress!, "/phone"));
        page.SetDefaultTimeout(LimitMs);
        await page.FillAsync("#token", agent.DefaultRequestHeaders.Authorization!.Parameter!);
        await page.ClickAsync("#sign-in button");
        await IsAsync(page, "ready");
        return page;
    }

    private static async Task TalkAsync(House house, IPage page, PhoneCall call, Guid agentId, int times)
    {
        var callId = (await house.NextAsync<CallQueued>(times)).CallId;
        await house.AssignAsync(callId, agentId);
        await IsAsync(page, "ringing");
        await page.ClickAsync("#answer");
        Assert.Equal(callId, (await house.NextAsync<CallAnswered>(times)).CallId);
        Assert.True(await call.HearsAsync(AgentHz, House.Soon), "the agent");
        await call.HangUpAsync();
        await house.NextAsync<CallEnded>(times);
        await IsAsync(page, "ready");
    }

    private static Task IsAsync(IPage page, string state) => Expect(page.Locator("body"))
        .ToHaveAttributeAsync("data-state", state, new() { Timeout = LimitMs });
}

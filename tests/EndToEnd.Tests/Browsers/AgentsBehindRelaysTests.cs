using System.Text.Json;
using System.Text.Json.Nodes;
using CallCenter.Telephony.Phones;
using Microsoft.Playwright;
using Xunit;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>An agent whose firewall lets no sound through but by a relay, a real coturn.</summary>
public sealed class AgentsBehindRelaysTests(WholeSystem system)
{
    private const double CallerHz = 500;
    private const double AgentHz = 800;
    private const string Secret = "north-secret-of-the-relay";

    // Every connection of the page goes by a relay or not at all, and can be looked at. The switch of a local run has
    // its sockets on loopback, yet names the addresses of this machine's cards: a browser beside it finds it all the
    // same, a relay sends only where it is told to.
    private const string OnlyByRelay =
        """
        window.connections = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(told) {
            super({ ...told, iceTransportPolicy: 'relay' });
            window.connections.push(this);
          }

          setRemoteDescription({ type, sdp }) {
            const here = sdp.replace(/ \S+ (\d+) typ host/g, ' 127.0.0.1 $1 typ host');
            return super.setRemoteDescription({ type, sdp: here });
          }
        };
        """;

    // The kinds of address on both sides of what is in use, and the bytes that went by it.
    private const string InUse =
        """
        async () => {
          const stats = await window.connections.at(-1).getStats();
          const all = [...stats.values()];
          const pair = stats.get(all.find(({ type }) => type === 'transport').selectedCandidatePairId);
          return [stats.get(pair.localCandidateId).candidateType, pair.bytesReceived > 10000 && pair.bytesSent > 10000];
        }
        """;

    // What a browser is given by a relay for an account: kinds of addresses, or the relay's refusals.
    private const string Gather =
        """
        async (account) => {
          const connection = new RTCPeerConnection({ iceServers: [account] });
          const said = new Set();
          connection.addEventListener('icecandidate', ({ candidate }) => candidate?.type && said.add(candidate.type));
          connection.addEventListener('icecandidateerror', ({ errorCode }) => said.add(`${errorCode}`));
          connection.createDataChannel('any');
          const done = new Promise((next) => connection.addEventListener('icegatheringstatechange', () =>
            connection.iceGatheringState === 'complete' && next()));
          await connection.setLocalDescription(await connection.createOffer());
          await done;
          connection.close();
          return [...said];
        }
        """;

    [Fact]
    public async Task A_call_is_heard_through_a_relay_by_an_account_of_ours_and_by_no_other()
    {
        await using var relay = await Relay.StartAsync(system, Secret);
        var queue = await TestQueue.AddAsync(system, agents: 1);
        var account = Account(relay, Secret, TimeSpan.FromHours(1));
        await using var agent = await BrowserAgent.StartAsync(
            system, queue.Agents[0], AgentHz, page => BehindRelayAsync(page, account));
        Assert.Equal(["relay"], await GatherAsync(agent, account));
        foreach (var refused in (TurnAccount[])
            [
                Account(relay, "another-secret-of-a-relay", TimeSpan.FromHours(1)),
                Account(relay, Secret, TimeSpan.FromMinutes(-1)),
            ])
        {
            Assert.Equal(["401"], await GatherAsync(agent, refused));
        }

        await agent.ChooseAsync("available");
        await using var caller = system.Site.StartCaller();
        var (call, callId) = await queue.CallAsync(caller);
        call.SendTone(CallerHz);
        await agent.IsAsync("ringing");
        await agent.Page.ClickAsync("#answer");
        await agent.IsAsync("talking");

        Assert.True(await call.HearsAsync(AgentHz, WholeSystem.Limit), "the caller does not hear the agent");
        Assert.True(await agent.HearsAsync(CallerHz), "the agent does not hear the caller");
        await WholeSystem.WaitUntilAsync(
            async _ => (await agent.Page.EvaluateAsync<JsonElement>(InUse)).GetRawText() is """["relay",true]""",
            "the sound goes by the relay", TestContext.Current.CancellationToken);
        await call.HangUpAsync();
        await agent.IsAsync("ready");
        await system.NothingIsLeftOfAsync(callId, TestContext.Current.CancellationToken);
    }

    /// <summary>As Telephony gives it to the page where relays are set up; the system of all tests has none.</summary>
    private static async Task BehindRelayAsync(IPage page, TurnAccount account)
    {
        await page.AddInitScriptAsync(OnlyByRelay);
        await page.RouteAsync("**/agents/*/phone", async route =>
        {
            var answer = await route.FetchAsync();
            var phone = JsonNode.Parse(await answer.TextAsync())!;
            phone["turn"] = JsonSerializer.SerializeToNode(account, JsonSerializerOptions.Web);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = phone.ToJsonString() });
        });
    }

    private static TurnAccount Account(Relay relay, string secret, TimeSpan goodFor) => TurnRules.Account(
        [relay.Uri], secret, Guid.CreateVersion7(), TimeProvider.System.GetUtcNow() + goodFor)!;

    private static async Task<string[]> GatherAsync(BrowserAgent agent, TurnAccount account) =>
        await agent.Page.EvaluateAsync<string[]>(
            Gather, new { urls = account.Urls, username = account.Username, credential = account.Credential });
}

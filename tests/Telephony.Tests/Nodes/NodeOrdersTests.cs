using CallCenter.Fixtures;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Nodes;

/// <summary>Orders in the sequence in which calls give them, on a real Asterisk.</summary>
public sealed class NodeOrdersTests(Servers servers)
{
    [Fact]
    public async Task A_prompt_that_follows_a_talk_at_once_is_played_each_time()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        house.Call();
        var callId = await house.QueuedAsync();
        var flows = house.Replica.Services.Flows;
        // Nobody but this test gives orders from here.
        await house.Replica.DisposeAsync();
        var node = house.Options.Nodes[0];
        using var @switch = new AriSwitch(node);
        using var recorder = new AmiClient(node, TimeProvider.System);
        var disks = house.Replica.Services.Disks;
        var orders = new NodeOrders(
            node, @switch, recorder, flows, house.Database,
            new NodeDialling(node, @switch, house.Replica.Services),
            house.Replica.Services.QueueNames, disks, (_, _) => Task.CompletedTask,
            TimeProvider.System, NullLogger.Instance);
        var leg = (await house.Asterisk.GetAsync("channels", House.Cancellation))[0].GetProperty("id").GetString()!;
        Task GiveAsync(SwitchOrder order) => orders.GiveAsync(order, House.Cancellation);
        await GiveAsync(new MusicOff(leg));
        for (var i = 1; i <= 20; i++)
        {
            var talk = CallIds.Talk(callId, Guid.CreateVersion7());
            var prompt = CallIds.Prompt(callId, 100 + i);
            await @switch.MakeTalkAsync(talk, House.Cancellation);
            await house.PostToSwitchAsync($"bridges/{talk}/addChannel?channel={leg}");
            await GiveAsync(new RemoveTalk(talk, Staying: leg));
            await GiveAsync(new Play(leg, prompt, house.Options.ThanksSound, "en"));
            await House.UntilAsync(() => IsPlayingAsync(house, prompt), $"prompt {i}");
            await GiveAsync(new StopPrompt(prompt));
        }
    }

    /// <summary>A lost prompt is not listed.</summary>
    private static async Task<bool> IsPlayingAsync(House house, string prompt)
    {
        using var client = new HttpClient { BaseAddress = house.Asterisk.AriAddress };
        client.DefaultRequestHeaders.Authorization = AriClient.Authorization(house.Options.Nodes[0]);
        using var reply = await client.GetAsync(new Uri($"playbacks/{prompt}", UriKind.Relative), House.Cancellation);
        var state = await reply.Content.ReadAsStringAsync(House.Cancellation);
        return reply.IsSuccessStatusCode && state.Contains("\"playing\"", StringComparison.Ordinal);
    }
}

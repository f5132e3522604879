using System.Net;
using CallCenter.Local.Backing;
using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>A caller asks by a key to be called back, and is.</summary>
public sealed class CallersWhoAreCalledBackTests(WholeSystem system)
{
    [Fact]
    public async Task A_caller_presses_the_key_is_called_back_at_the_kept_place_and_talks_with_the_agent()
    {
        var queue = await TestQueue.AddAsync(system, agents: 1);
        await OfferCallbacksAsync(queue);
        await using var customer = TestPhone.Start(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, system.Ports.Sip),
            User = "trunk",
            Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
            Port = system.Ports.Sip,
        });
        customer.OnInvite = _ => InviteReply.Answer();
        var (call, callId) = await queue.CallAsync(customer);
        var queuedAt = PlaceOf(await WaitAsync("CallQueued", callId));
        await system.Listener.WaitAsync(
            "CallPositionChanged",
            heard => heard.CallId == callId && heard.Body.GetProperty("callbackOffered").GetBoolean(),
            WholeSystem.Limit, Token);

        // Before the offer is told the key means nothing; then it asks, and then it confirms.
        await WholeSystem.WaitUntilAsync(
            async _ =>
            {
                await call.PressAsync('1');
                return system.Listener.Heard.Any(heard => heard.Name == "CallbackRequested" && heard.CallId == callId);
            },
            "the caller has asked to be called back", Token);
        var asked = await WaitAsync("CallbackRequested", callId);
        var callbackId = asked.IdOf("callbackId");
        Assert.Equal(queuedAt, PlaceOf(asked));
        var ended = await WaitAsync("CallEnded", callId);
        Assert.Equal("callback", ended.TextOf("cause"));
        Assert.False(ended.Body.GetProperty("abandoned").GetBoolean());

        await using var shift = await queue.StartAsync(0, InviteReply.Answer());
        var atCustomer = await customer.NextCallAsync(WholeSystem.Limit);
        var dialled = await system.Listener.WaitAsync(
            "CallbackDialled", heard => heard.IdOf("callbackId") == callbackId, WholeSystem.Limit, Token);
        Assert.Equal("answered", dialled.TextOf("result"));
        var backId = dialled.CallId!.Value;
        // To the microsecond that a database keeps.
        Assert.Equal(queuedAt, PlaceOf(await WaitAsync("CallQueued", backId)), TimeSpan.FromMicroseconds(1));
        var atAgent = await shift.Phone.NextCallAsync(WholeSystem.Limit);
        await WaitAsync("CallAnswered", backId);
        atAgent.SendTone(1000);
        Assert.True(await atCustomer.HearsAsync(1000, WholeSystem.Limit), "the agent");
        await atCustomer.HangUpAsync();
        var over = await system.Listener.WaitAsync(
            "CallbackEnded", heard => heard.IdOf("callbackId") == callbackId, WholeSystem.Limit, Token);
        Assert.Equal(("reached", 1), (over.TextOf("outcome"), over.Body.GetProperty("attempts").GetInt32()));

        await WaitAsync("CallEnded", backId);
        await WholeSystem.WaitUntilAsync(
            async _ => await FiguresAsync(queue) is { } figures
                && (figures["callbacks"], figures["callbacks.answered"], figures["abandoned"], figures["waiting"])
                    == (1, 1, 0, 0),
            "one callback and one answer are counted, and nobody who gave up", Token);
        await shift.WaitUntilAsync("idle again", AgentShift.IsIdle, WholeSystem.Limit, Token);
        await system.NothingIsLeftOfAsync(callId, Token);
        await system.NothingIsLeftOfAsync(backId, Token);
    }

    private static DateTimeOffset PlaceOf(HeardEvent heard) => heard.Body.GetProperty("queuedAt").GetDateTimeOffset();

    private async Task OfferCallbacksAsync(TestQueue queue)
    {
        var skill = queue.Agents[0].Skills[0];
        await system.Site.Services.PutAsync(
            "routing", $"queues/{queue.Id}",
            new
            {
                name = skill, skills = new[] { skill }, open = true, ringMs = 15_000, wrapUpMs = 0,
                plan = new
                {
                    offerCallback = true,
                    announcements = new { position = true, estimatedWait = true, firstAfterMs = 0, everyMs = 5_000 },
                },
            },
            Token);
    }

    private async Task<Dictionary<string, double>> FiguresAsync(TestQueue queue)
    {
        var answer = await system.Site.Services.GetAsync(
            "routing", $"figures/queues/{queue.Id}?lastMs=3600000", Token);
        return answer!.Value.GetProperty("queues")[0].GetProperty("figures").EnumerateArray()
            .Where(one => one.GetProperty("id").GetString()
                is "callbacks" or "callbacks.answered" or "abandoned" or "waiting")
            .ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("value").GetDouble());
    }

    private Task<HeardEvent> WaitAsync(string name, Guid callId) =>
        system.Listener.WaitAsync(name, heard => heard.CallId == callId, WholeSystem.Limit, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

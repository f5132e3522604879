using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Waiting callers on a real Asterisk hear their place and press a key.</summary>
public sealed class CallbackKeyTests(Servers servers)
{
    private const double PositionTone = 400;
    private const double OfferTone = 480;
    private const double ConfirmTone = 560;
    private const double NumberTone = 640;
    private const double AcceptedTone = 1600;

    [Fact]
    public async Task A_caller_hears_the_place_presses_the_key_and_the_call_ends_well()
    {
        await using var house = await StartAsync();
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await PlaceAsync(house, callId, offered: true);

        Assert.True(await call.HearsAsync(PositionTone, House.Soon), "the place");
        Assert.True(await call.HearsAsync(OfferTone, House.Soon), "the offer");
        await call.PressAsync('1');
        Assert.True(await call.HearsAsync(ConfirmTone, House.Soon), "the number to be confirmed");
        var goodbye = call.HearsAsync(AcceptedTone, House.Soon);
        await call.PressAsync('1');

        Assert.True(await goodbye, "the promise");
        Assert.True((await call.Ended.WaitAsync(House.Soon, House.Cancellation)).ByThem);
        var asked = await house.NextAsync<CallbackRequested>();
        var queued = await house.NextAsync<CallQueued>();
        Assert.Equal((callId, house.QueueId, queued.QueuedAt), (asked.CallId!.Value, asked.QueueId, asked.QueuedAt));
        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal(("callback", false), (ended.Cause, ended.Abandoned));
        Assert.Equal(["CallArrived", "CallQueued", "CallLeftQueue", "CallEnded"], await house.SaidAsync(callId));
        Assert.Equal(
            House.Caller,
            await house.OneAsync("select e164 from callback where call_id is not null and ended_at is null"));
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_who_hears_the_place_and_does_nothing_waits_on_with_music_and_gets_an_agent_in_a_prompt()
    {
        await using var house = await StartAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await PlaceAsync(house, callId, offered: false);
        Assert.True(await call.HearsAsync(PositionTone, House.Soon), "the place");
        Assert.True(await call.HearsSoundAsync(House.Soon), "music");
        await PlaceAsync(house, callId, offered: true);
        Assert.True(await call.HearsAsync(OfferTone, House.Soon), "the offer");
        await call.PressAsync('1');
        Assert.True(await call.HearsAsync(ConfirmTone, House.Soon), "the number to be confirmed");

        await house.AssignAsync(callId, agentId);

        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        await call.HangUpAsync();
        await house.NextAsync<CallEnded>();
        Assert.Empty(await house.EventsAsync<CallbackRequested>());
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_of_a_queue_that_lets_nobody_wait_types_a_number_that_may_be_dialled()
    {
        await using var house = await StartAsync();
        var call = house.Call(from: "anonymous");
        var callId = await house.QueuedAsync();
        await house.HearAsync(house.Replica.NotRoutable, new CallNotRoutable
        {
            CallId = callId,
            QueueId = house.QueueId,
            Reason = "callback-only",
            DecidedAt = TimeProvider.System.GetUtcNow(),
        });
        Assert.True(await call.HearsAsync(OfferTone, House.Soon), "the offer");
        await call.PressAsync('1');
        Assert.True(await call.HearsAsync(NumberTone, House.Soon), "the question for a number");
        foreach (var key in "01632960777#1")
        {
            await call.PressAsync(key);
        }

        Assert.Equal(callId, (await house.NextAsync<CallbackRequested>()).CallId);
        Assert.Equal("+441632960777", await house.OneAsync("select e164 from callback"));
        Assert.Equal("callback", (await house.NextAsync<CallEnded>()).Cause);
        Assert.DoesNotContain(
            await house.BodiesAsync(), body => body.Contains("1632960777", StringComparison.Ordinal));
        Assert.Equal("0", await house.OneAsync(
            "select count(*)::text from call where snapshot::text like '%1632960777%'"));
    }

    private async Task<House> StartAsync()
    {
        var house = await House.StartAsync(servers, options =>
        {
            options.CountryCode = "+44";
            // A busy machine may be long between two keys; a caller who is silent is another test's.
            options.OfferTime = House.Soon;
        });
        await house.AddNumberAsync();
        foreach (var (name, hz) in new[]
                 {
                     ("position-2", PositionTone), ("callback-offer", OfferTone), ("callback-confirm", ConfirmTone),
                     ("callback-number", NumberTone), ("callback-typed", 720d), ("callback-check", 720d),
                     ("callback-accepted", AcceptedTone), ("callback-only", 720d),
                 })
        {
            await house.AddSoundAsync("en", name, hz);
        }

        for (var digit = 0; digit < 10; digit++)
        {
            await house.AddSoundAsync("en", $"digit-{digit}", 720);
        }

        return house;
    }

    private static Task PlaceAsync(House house, Guid callId, bool offered) => house.HearAsync(
        new CallPositionChangedConsumer(),
        new CallPositionChanged
        {
            CallId = callId,
            QueueId = house.QueueId,
            Position = 2,
            CallbackOffered = offered,
            PositionTold = true,
            FirstAfterMs = 0,
            EveryMs = 5_000,
            ChangedAt = TimeProvider.System.GetUtcNow(),
        });
}

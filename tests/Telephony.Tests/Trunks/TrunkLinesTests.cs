using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>How many calls a trunk takes, by real SIP: those that come in and those that are dialled.</summary>
public sealed class TrunkLinesTests(Servers servers)
{
    [Fact]
    public async Task Calls_that_come_in_take_a_line_of_their_trunk_and_one_too_many_is_refused_until_one_has_ended()
    {
        await using var house = await TrunkTests.StartAsync(servers);
        await using var provider = TrunkTests.Provider(house, "127.0.0.3");
        provider.OnInvite = _ => InviteReply.Answer();
        await house.AddTrunkAsync(TrunkTests.With(provider) with
        {
            AcceptFrom = ["127.0.0.3"], MaxCalls = 2, MaxIncoming = 2,
        });
        var first = provider.Call(House.Dialled);
        await house.NextAsync<CallQueued>();
        provider.Call(House.Dialled);
        await house.NextAsync<CallQueued>(2);

        var over = provider.Call(House.Dialled);
        Assert.Equal(503, (await over.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);
        Assert.Equal(2, (await house.EventsAsync<CallArrived>()).Count);
        await house.DueAsync(await house.AskAsync("+441632960701"));
        Assert.Equal("failed", (await house.NextAsync<CallbackDialled>()).Result);

        await first.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await House.UntilAsync(
            async () => await house.OneAsync("select count(*)::text from trunk_leg where ended_at is null") == "1",
            "one leg counted");
        await house.DueAsync(await house.AskAsync("+441632960702"));
        await provider.NextCallAsync(House.Soon);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>(2)).Result);
        provider.Call(House.Dialled);
        await house.NextAsync<CallQueued>(3);
        var full = provider.Call(House.Dialled);
        Assert.Equal(503, (await full.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);
    }

    [Fact]
    public async Task A_new_owner_lets_the_calls_on_the_line_be_and_counts_them_on()
    {
        await using var house = await TrunkTests.StartAsync(servers);
        await using var provider = TrunkTests.Provider(house, "127.0.0.3");
        await house.AddTrunkAsync(TrunkTests.With(provider) with { AcceptFrom = ["127.0.0.3"], MaxIncoming = 1 });
        var call = provider.Call(House.Dialled);
        await house.QueuedAsync();
        await house.Replica.DisposeAsync();
        await house.StartReplicaAsync();
        var over = provider.Call(House.Dialled);
        Assert.Equal(503, (await over.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);
        Assert.False(call.Ended.IsCompleted);
        await call.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await House.UntilAsync(
            async () => await house.OneAsync("select count(*)::text from trunk_leg where ended_at is null") == "0",
            "no leg counted");
    }
}

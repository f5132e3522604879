using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>The process that has a customer dialled is killed while their phone rings.</summary>
[Collection(OwnershipTests.Name)]
public sealed class KilledDialTests(Servers servers)
{
    [Fact]
    public async Task A_customer_who_is_dialled_when_the_owner_is_killed_is_called_once_and_the_attempt_ends()
    {
        using var first = FreePorts.Take();
        using var second = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        await house.AddNumberAsync();
        await using var owner = await house.StartProcessAsync("first", first.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(owner), "an owner");
        await using var other = await house.StartProcessAsync("second", second.Table);
        var rings = 0;
        var customer = house.CustomerPhone(_ =>
        {
            Interlocked.Increment(ref rings);
            return InviteReply.Ring;
        });
        var callback = await house.AskAsync();
        var callId = await house.DueAsync(callback);
        var rung = await customer.NextCallAsync(House.Soon);

        await owner.KillAsync();

        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(other), "the other as owner");
        var dialled = await house.NextAsync<CallbackDialled>();
        Assert.Equal((callId, "no-answer"), (dialled.CallId, dialled.Result));
        await rung.Ended.WaitAsync(House.Soon, House.Cancellation);
        await house.NothingIsLeftAsync();
        Assert.Equal(1, Volatile.Read(ref rings));
        Assert.Single(await house.EventsAsync<CallbackDialled>());
        Assert.Empty(await house.EventsAsync<CallArrived>());
        Assert.Equal("0", await house.OneAsync("select count(*)::text from call where ended_at is null"));
        Assert.Equal("0", await house.OneAsync("select count(*)::text from call_order where taken_at is null"));

        customer.OnInvite = _ => InviteReply.Answer();
        await house.DueAsync(callback, attempt: 2);
        await customer.NextCallAsync(House.Soon);
        Assert.Equal(("answered", 2), await LastAsync(house));
    }

    private static async Task<(string Result, int Attempt)> LastAsync(House house)
    {
        var dialled = await house.NextAsync<CallbackDialled>(2);
        return (dialled.Result, dialled.Attempt);
    }
}

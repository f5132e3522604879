using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Callbacks;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>An Asterisk dies with its calls: nothing can save those, but their callers are called back.</summary>
[Collection(OwnershipTests.Name)]
public sealed class LostSwitchTests(Servers servers)
{
    [Fact]
    public async Task Callers_whose_Asterisk_was_killed_are_asked_for_as_callbacks_and_dialled_when_it_is_back()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        house.Call();
        var talking = await house.QueuedAsync();
        await house.AssignAsync(talking, agentId);
        await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        house.Call(from: "+441632960124");
        var waiting = (await house.NextAsync<CallQueued>(2)).CallId;
        house.Call(from: "+33123456789");
        await house.NextAsync<CallQueued>(3);

        await house.Asterisk.Process.KillAsync();
        await house.Asterisk.DisposeAsync();
        await house.StartAsteriskAsync();

        await house.NextAsync<CallEnded>(3);
        Assert.All(await house.EventsAsync<CallEnded>(), ended => Assert.Equal("lost", ended.Cause));
        var asked = await house.EventsAsync<CallbackRequested>();
        Assert.Equal(new HashSet<Guid> { talking, waiting }, asked.Select(e => e.CallId!.Value).ToHashSet());
        Assert.All(asked, e => Assert.Equal((house.QueueId, 100), (e.QueueId, e.Priority)));
        Assert.DoesNotContain(await house.BodiesAsync(), body => body.Contains("1632960", StringComparison.Ordinal));

        var customer = house.CustomerPhone(_ => InviteReply.Answer());
        await house.DueAsync(await StoredAsync(house, asked.Single(e => e.CallId == talking).CallbackId));
        var atCustomer = await customer.NextCallAsync(House.Soon);
        Assert.True(await atCustomer.HearsAsync(House.CallbackTone, House.Soon), "why we call");
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);
    }

    private static async Task<Callback> StoredAsync(House house, Guid callbackId)
    {
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        return (await CallbackStore.FindAsync(connection, callbackId, House.Cancellation))!;
    }
}

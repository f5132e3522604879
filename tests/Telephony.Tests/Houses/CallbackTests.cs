using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Customers are called back over a real Asterisk.</summary>
public sealed class CallbackTests(Servers servers)
{
    [Fact]
    public async Task A_customer_is_dialled_told_queued_at_the_kept_place_and_talks_with_the_agent()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync();
        var customer = house.CustomerPhone(_ => InviteReply.Answer());
        var callback = await house.AskAsync();

        var callId = await house.DueAsync(callback);

        var atCustomer = await customer.NextCallAsync(House.Soon);
        Assert.Equal(House.Dialled, atCustomer.Number);
        Assert.True(await atCustomer.HearsAsync(House.CallbackTone, House.Soon), "why we call");
        var queued = await house.NextAsync<CallQueued>();
        Assert.Equal(
            (callId, callback.CallbackId, callback.QueuedAt, 1_000),
            (queued.CallId, queued.CallbackId!.Value, queued.QueuedAt, queued.Priority));
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        atCustomer.SendTone(1900);
        atAgent.SendTone(1500);
        Assert.True(await atCustomer.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await atAgent.HearsAsync(1900, House.Soon), "the customer");
        await atAgent.HangUpAsync();
        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal(("completed", false, callback.CallbackId), (ended.Cause, ended.Abandoned, ended.CallbackId));
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);
        Assert.DoesNotContain(await house.BodiesAsync(), body => body.Contains("1632960123", StringComparison.Ordinal));
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task What_came_of_dialling_is_told_and_an_attempt_without_answer_is_no_call()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var customer = house.CustomerPhone(_ => InviteReply.Refuse(486, "Busy Here"));
        var callback = await house.AskAsync();

        await house.DueAsync(callback);
        Assert.Equal("busy", (await house.NextAsync<CallbackDialled>()).Result);
        customer.OnInvite = _ => InviteReply.Refuse(603, "Decline");
        await house.DueAsync(callback, attempt: 2);
        Assert.Equal("rejected", (await house.NextAsync<CallbackDialled>(2)).Result);
        customer.OnInvite = _ => InviteReply.Ring;
        await house.DueAsync(callback, attempt: 3, TimeSpan.FromSeconds(2));
        Assert.Equal(("no-answer", 3), await ResultAsync(house, 3));

        Assert.Empty(await house.EventsAsync<CallArrived>());
        Assert.Empty(await house.EventsAsync<CallEnded>());
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_customer_who_leaves_the_queue_has_not_abandoned_a_call()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var customer = house.CustomerPhone(_ => InviteReply.Answer());
        var callback = await house.AskAsync();
        await house.DueAsync(callback);
        var atCustomer = await customer.NextCallAsync(House.Soon);
        await house.NextAsync<CallQueued>();

        await atCustomer.HangUpAsync();

        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal(("caller-hung-up", false, callback.CallbackId), (ended.Cause, ended.Abandoned, ended.CallbackId));
    }

    [Fact]
    public async Task Nobody_is_dialled_beyond_the_permitted_prefixes_or_a_second_time_while_the_first_lives()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var customer = house.CustomerPhone(_ => InviteReply.Answer());
        var forbidden = await house.AskAsync("+18005550100");
        await house.DueAsync(forbidden);
        Assert.Equal(("failed", 1), await ResultAsync(house, 1));

        var callback = await house.AskAsync();
        await house.DueAsync(callback);
        await customer.NextCallAsync(House.Soon);
        await house.NextAsync<CallQueued>();
        await house.DueAsync(callback, attempt: 2);

        Assert.Equal(("failed", 2), await ResultAsync(house, 3));
        Assert.Equal("1", await house.OneAsync("select count(*)::text from call where callback_id = "
            + $"'{callback.CallbackId}'"));
    }

    private static async Task<(string Result, int Attempt)> ResultAsync(House house, int count)
    {
        var dialled = await house.NextAsync<CallbackDialled>(count);
        return (dialled.Result, dialled.Attempt);
    }
}

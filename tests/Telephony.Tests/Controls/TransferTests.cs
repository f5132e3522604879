using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Callers handed on, on a real Asterisk.</summary>
public sealed class TransferTests(Servers servers)
{
    private const double ThirdTone = 1700;

    [Fact]
    public async Task A_caller_handed_to_a_number_talks_with_whoever_answers_there()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var outside = house.House.CustomerPhone(_ => InviteReply.Answer());
        await ControlledHouse.DoAsync(talk, new { action = "transfer", number = House.Caller });
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        var third = await outside.NextCallAsync(House.Soon);
        third.SendTone(ThirdTone);
        Assert.True(await talk.Caller.HearsAsync(ThirdTone, House.Soon), "the number");
        Assert.True(await third.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");
        await third.HangUpAsync();
        await talk.Caller.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("completed", (await house.House.NextAsync<CallEnded>()).Cause);
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_whom_nobody_takes_waits_with_music_and_forbidden_numbers_are_not_dialled()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await ControlledHouse.AskAsync(
                talk.Client, talk.CallId, new { action = "transfer", number = "+33123456789" })).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await ControlledHouse.AskAsync(
                talk.Client, talk.CallId, new { action = "transfer", agentId = Guid.CreateVersion7() })).Status);
        var asleep = Guid.CreateVersion7();
        await house.House.AddNameAsync(asleep);
        Assert.Equal(
            (HttpStatusCode.Conflict, "unreachable"),
            await ControlledHouse.AskAsync(talk.Client, talk.CallId, new { action = "consult", agentId = asleep }));
        house.House.CustomerPhone(_ => InviteReply.Refuse(486, "Busy Here"));
        Assert.Equal(
            (HttpStatusCode.Conflict, "busy"),
            await ControlledHouse.AskAsync(
                talk.Client, talk.CallId, new { action = "transfer", number = House.Caller }));
        await house.House.NextAsync<CallQueued>(2);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music");
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        Assert.Equal("busy", (await house.House.NextAsync<TransferFailed>()).Reason);
        Assert.DoesNotContain(
            await house.House.BodiesAsync(), body => body.Contains("960123", StringComparison.Ordinal));
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_agent_asks_another_swaps_confers_and_hands_the_caller_on()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (otherId, phone) = await house.House.AddAgentAsync();
        await ControlledHouse.DoAsync(talk, new { action = "consult", agentId = otherId });
        var other = await phone.NextCallAsync(House.Soon);
        other.SendTone(ThirdTone);
        Assert.True(await talk.Agent.HearsAsync(ThirdTone, House.Soon), "the other agent");
        Assert.True(await other.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent");
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music at the caller");
        using var supervisor = house.Service.ClientOf(otherId, Roles.Supervisor);
        Assert.Equal(
            (HttpStatusCode.Conflict, "busy"),
            await ControlledHouse.AskAsync(
                supervisor, talk.CallId, new { action = "supervise", mode = "barge" }));
        await ControlledHouse.DoAsync(talk, new { action = "swap" });
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        await ControlledHouse.NoLongerHearsAsync(other, ControlledHouse.AgentTone);
        Assert.True(await other.HearsSoundAsync(House.Soon), "music at the other agent");
        await ControlledHouse.DoAsync(talk, new { action = "conference" });
        talk.Agent.SendSilence();
        Assert.True(await talk.Caller.HearsAsync(ThirdTone, House.Soon), "the other agent, in conference");
        Assert.True(await other.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller, in conference");
        await ControlledHouse.DoAsync(talk, new { action = "complete" });
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        var transferred = await house.House.NextAsync<CallTransferred>();
        Assert.Equal(("agent", (Guid?)otherId), (transferred.Kind, transferred.ToAgentId));
        Assert.True(await talk.Caller.HearsAsync(ThirdTone, House.Soon), "the other agent, alone");
        Assert.True(await other.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller, alone");
        await talk.Caller.HangUpAsync();
        await other.Ended.WaitAsync(House.Soon, House.Cancellation);
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_consultation_that_is_cancelled_gives_the_caller_back()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var outside = house.House.CustomerPhone(_ => InviteReply.Answer());
        await ControlledHouse.DoAsync(talk, new { action = "consult", number = House.Caller });
        var third = await outside.NextCallAsync(House.Soon);
        third.SendTone(ThirdTone);
        Assert.True(await talk.Agent.HearsAsync(ThirdTone, House.Soon), "the number");
        await ControlledHouse.DoAsync(talk, new { action = "cancel" });
        await third.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        Assert.True(await talk.Agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller again");
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }
}

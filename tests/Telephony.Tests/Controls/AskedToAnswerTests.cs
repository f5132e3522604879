using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Ringing SIP phones that are answered by HTTP, on a real Asterisk.</summary>
public sealed class AskedToAnswerTests(Servers servers)
{
    private static readonly object Answer = new { action = "answer" };

    [Fact]
    public async Task A_ringing_phone_is_answered_by_HTTP_and_both_hear_each_other()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var (agentId, phone) = await house.House.AddAgentAsync(_ => InviteReply.Ring);
        var caller = house.House.Call();
        var callId = await house.House.QueuedAsync();
        await house.House.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await house.House.NextAsync<AgentRinging>();
        using var stranger = house.Service.ClientOfAgent(Guid.CreateVersion7());
        Assert.Equal(
            HttpStatusCode.Forbidden, (await ControlledHouse.AskAsync(stranger, callId, Answer)).Status);
        using var client = house.Service.ClientOfAgent(agentId);
        var controlId = Guid.CreateVersion7();
        Assert.Equal((HttpStatusCode.OK, "done"), await ControlledHouse.AskAsync(client, callId, Answer, controlId));
        await house.House.NextAsync<CallAnswered>();
        Assert.Equal((HttpStatusCode.OK, "done"), await ControlledHouse.AskAsync(client, callId, Answer, controlId));
        Assert.Equal((HttpStatusCode.OK, "done"), await ControlledHouse.AskAsync(client, callId, Answer));
        caller.SendTone(ControlledHouse.CallerTone);
        agent.SendTone(ControlledHouse.AgentTone);
        Assert.True(await caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent");
        Assert.True(await agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");
        await caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_phone_that_does_not_know_the_word_goes_on_ringing_and_the_answer_is_no_answer()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var (agentId, phone) = await house.House.AddAgentAsync(_ => InviteReply.Ring, answersWhenAsked: false);
        var caller = house.House.Call();
        var callId = await house.House.QueuedAsync();
        await house.House.AssignAsync(callId, agentId, TimeSpan.FromSeconds(6));
        var agent = await phone.NextCallAsync(House.Soon);
        await house.House.NextAsync<AgentRinging>();
        using var program = house.Service.ClientOf(Roles.Administrator);
        var controlId = Guid.CreateVersion7();
        Assert.Equal(
            (HttpStatusCode.Accepted, null), await ControlledHouse.AskAsync(program, callId, Answer, controlId));
        Assert.False(agent.Answered.IsCompleted);
        Assert.Equal("no-answer", (await house.House.NextAsync<AssignmentDeclined>()).Reason);
        Assert.Equal(
            (HttpStatusCode.Conflict, "no-answer"),
            await ControlledHouse.AskAsync(program, callId, Answer, controlId));
        await caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }
}

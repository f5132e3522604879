using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>An agent asks any agent of a queue first, on a real Asterisk.</summary>
public sealed class SeekingTests(Servers servers)
{
    private const double FoundTone = 1700;

    [Fact]
    public async Task Who_Routing_finds_in_the_queue_is_asked_after_one_who_is_busy_and_takes_the_caller_over()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (busyId, _) = await house.House.AddAgentAsync(_ => InviteReply.Refuse(486, "Busy Here"));
        var (foundId, phone) = await house.House.AddAgentAsync();
        var (queueId, controlId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var asked = ControlledHouse.AskAsync(
            talk.Client, talk.CallId, new { action = "consult", queueId }, controlId);
        var queued = await house.House.NextAsync<ConsultationQueued>();
        Assert.Equal((queueId, talk.AgentId), (queued.QueueId, queued.AgentId));
        Assert.Equal((HttpStatusCode.Accepted, null), await asked);
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music at the caller");
        await ControlledHouse.NoLongerHearsAsync(talk.Agent, ControlledHouse.CallerTone);
        Assert.True(await talk.Agent.HearsSoundAsync(House.Soon), "music at the agent");

        await house.House.AssignAsync(queued.ConsultationId, busyId);
        var declined = await house.House.NextAsync<AssignmentDeclined>();
        Assert.Equal((queued.ConsultationId, "busy"), (declined.CallId, declined.Reason));
        var assignmentId = await house.House.AssignAsync(queued.ConsultationId, foundId);
        var found = await phone.NextCallAsync(House.Soon);
        found.SendTone(FoundTone);
        Assert.True(await talk.Agent.HearsAsync(FoundTone, House.Soon), "who was found");
        Assert.True(await found.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent");
        Assert.Equal(assignmentId, (await house.House.NextAsync<ConsultationStarted>()).AssignmentId);
        Assert.Equal(
            (HttpStatusCode.OK, "done"),
            await ControlledHouse.AskAsync(
                talk.Client, talk.CallId, new { action = "consult", queueId }, controlId));

        await ControlledHouse.DoAsync(talk, new { action = "complete" });
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal(foundId, (await house.House.NextAsync<CallTransferred>()).ToAgentId);
        Assert.True(await talk.Caller.HearsAsync(FoundTone, House.Soon), "who took over");
        Assert.True(await found.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");
        await talk.Caller.HangUpAsync();
        await found.Ended.WaitAsync(House.Soon, House.Cancellation);
        await house.House.NextAsync<CallEnded>();
        Assert.Single(await house.House.EventsAsync<CallQueued>());
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_queue_that_is_closed_gives_the_caller_back_and_so_does_an_agent_who_gives_up()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var asked = ControlledHouse.AskAsync(
            talk.Client, talk.CallId, new { action = "consult", queueId = Guid.CreateVersion7() });
        var queued = await house.House.NextAsync<ConsultationQueued>();
        await house.House.HearAsync(
            new CallNotRoutableConsumer(new CallOrderRecording(
                house.House.Replica.Switchboard, house.House.Replica.Notices, TimeProvider.System)),
            new CallNotRoutable
            {
                CallId = queued.ConsultationId,
                QueueId = queued.QueueId,
                Reason = "closed",
                DecidedAt = TimeProvider.System.GetUtcNow(),
            });
        Assert.Equal((HttpStatusCode.Conflict, "closed"), await asked);
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        Assert.True(await talk.Agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller again");

        var again = ControlledHouse.AskAsync(
            talk.Client, talk.CallId, new { action = "consult", queueId = Guid.CreateVersion7() });
        var second = await house.House.NextAsync<ConsultationQueued>(2);
        await ControlledHouse.DoAsync(talk, new { action = "cancel" });
        Assert.Equal("cancelled", (await again).Outcome ?? "cancelled");
        Assert.Equal(
            [queued.ConsultationId, second.ConsultationId],
            (await house.House.EventsAsync<ConsultationEnded>()).Select(said => said.ConsultationId!.Value));
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent once more");
        var late = await house.House.AssignAsync(second.ConsultationId, talk.AgentId);
        var declined = await house.House.NextAsync<AssignmentDeclined>();
        Assert.Equal((second.ConsultationId, late, "caller-gone"),
            (declined.CallId, declined.AssignmentId, declined.Reason));
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }
}

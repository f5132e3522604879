using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>What can go wrong with a call: it ends well, the events say what happened, nothing is stuck.</summary>
public sealed class BadPathTests(Servers servers)
{
    [Fact]
    public async Task An_unknown_number_is_told_so_and_the_call_ends()
    {
        await using var house = await House.StartAsync(servers);
        var call = house.Call("+441632960999");
        Assert.True(await call.HearsAsync(House.UnknownNumberTone, House.Soon), "the announcement");
        Assert.True((await call.Ended.WaitAsync(House.Soon, House.Cancellation)).ByThem);
        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal(("unknown-number", false), (ended.Cause, ended.Abandoned));
        Assert.Equal(["CallEnded"], await house.SaidAsync(ended.CallId));
    }

    [Theory]
    [InlineData("greeting", "caller-hung-up", false)]
    [InlineData("queue", "caller-hung-up", true)]
    [InlineData("ringing", "caller-hung-up", true)]
    [InlineData("talk", "caller-hung-up", false)]
    [InlineData("survey", "caller-hung-up", false)]
    public async Task A_caller_may_hang_up_at_any_step(string step, string cause, bool abandoned)
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(greeting: "callcenter/greeting");
        var (agentId, phone) = await house.AddAgentAsync(
            _ => step == "ringing" ? InviteReply.Ring : InviteReply.Answer());
        var call = house.Call();
        Assert.True(await call.HearsAsync(House.GreetingTone, House.Soon), "the greeting");
        if (step != "greeting")
        {
            var callId = await house.QueuedAsync();
            Assert.True(await call.HearsSoundAsync(House.Soon), "music");
            if (step != "queue")
            {
                await house.AssignAsync(callId, agentId);
                var atAgent = await phone.NextCallAsync(House.Soon);
                if (step == "ringing")
                {
                    await house.NextAsync<AgentRinging>();
                }
                else
                {
                    await house.NextAsync<CallAnswered>();
                    atAgent.SendTone(1500);
                    Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
                    if (step == "survey")
                    {
                        var heard = call.HearsAsync(House.SurveyTone, House.Soon);
                        await atAgent.HangUpAsync();
                        Assert.True(await heard, "the question");
                    }
                }
            }
        }

        await call.HangUpAsync();
        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal((cause, abandoned), (ended.Cause, ended.Abandoned));
        await house.NothingIsLeftAsync();
        if (step == "ringing")
        {
            Assert.Equal("caller-gone", (await house.NextAsync<AssignmentDeclined>()).Reason);
        }

        if (step is "talk" or "survey")
        {
            Assert.Equal(step == "talk" ? "caller" : "agent", (await house.NextAsync<AgentReleased>()).ReleasedBy);
            await house.NextAsync<RecordingReady>();
        }
    }

    [Theory]
    [InlineData(486, "busy")]
    [InlineData(603, "rejected")]
    [InlineData(480, "no-answer")]
    [InlineData(404, "unreachable")]
    [InlineData(500, "failed")]
    public async Task A_refusal_is_declined_with_its_reason_and_the_next_agent_gets_the_call(int status, string reason)
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (refusing, _) = await house.AddAgentAsync(_ => InviteReply.Refuse(status, "no"));
        var (willing, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, refusing);
        Assert.Equal(reason, (await house.NextAsync<AssignmentDeclined>()).Reason);
        Assert.True(await call.HearsSoundAsync(House.Soon), "music");
        await house.AssignAsync(callId, willing);
        var atAgent = await phone.NextCallAsync(House.Soon);
        Assert.Equal(willing, (await house.NextAsync<CallAnswered>()).AgentId);
        await atAgent.HangUpAsync();
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_agent_who_does_not_answer_is_rung_until_the_deadline_and_no_longer()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync(_ => InviteReply.Ring);
        var call = house.Call();
        var callId = await house.QueuedAsync();
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1.5);
        await house.AssignAsync(callId, agentId, TimeSpan.FromSeconds(1.5));
        var atAgent = await phone.NextCallAsync(House.Soon);
        var declined = await house.NextAsync<AssignmentDeclined>();
        Assert.Equal("no-answer", declined.Reason);
        Assert.InRange(declined.DeclinedAt, deadline, deadline + TimeSpan.FromSeconds(1));
        Assert.Equal(487, (await atAgent.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);
        await call.HangUpAsync();
        Assert.True((await house.NextAsync<CallEnded>()).Abandoned);
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_agent_without_a_registered_phone_is_unreachable()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        house.Call();
        await house.AssignAsync(await house.QueuedAsync(), Guid.CreateVersion7());
        Assert.Equal("unreachable", (await house.NextAsync<AssignmentDeclined>()).Reason);
    }

    [Fact]
    public async Task Late_second_and_lost_assignments_are_refused()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId, TimeSpan.FromSeconds(-1));
        Assert.Equal("late", (await house.NextAsync<AssignmentDeclined>()).Reason);
        await house.AssignAsync(callId, agentId);
        await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        await house.AssignAsync(callId, Guid.CreateVersion7());
        Assert.Equal("already-answered", (await house.NextAsync<AssignmentDeclined>(2)).Reason);
        await call.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await house.AssignAsync(callId, agentId);
        Assert.Equal("caller-gone", (await house.NextAsync<AssignmentDeclined>(3)).Reason);
        await house.AssignAsync(Guid.CreateVersion7(), agentId);
        Assert.Equal("caller-gone", (await house.NextAsync<AssignmentDeclined>(4)).Reason);
    }

    [Fact]
    public async Task A_rescinded_assignment_stops_ringing()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync(_ => InviteReply.Ring);
        house.Call();
        var callId = await house.QueuedAsync();
        var assignmentId = await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.HearAsync(house.Replica.Rescinded, new AssignmentRescinded
        {
            CallId = callId,
            AssignmentId = assignmentId,
            AgentId = agentId,
            Reason = "expired",
            RescindedAt = TimeProvider.System.GetUtcNow(),
        });
        Assert.Equal(487, (await atAgent.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);
    }

    [Fact]
    public async Task A_call_that_is_not_routable_hears_so_and_ends()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(language: "zh");
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await house.HearAsync(house.Replica.NotRoutable, new CallNotRoutable
        {
            CallId = callId,
            QueueId = house.QueueId,
            Reason = "unknown-queue",
            DecidedAt = TimeProvider.System.GetUtcNow(),
        });
        Assert.True(await call.HearsAsync(House.NotRoutableTone, House.Soon), "the announcement");
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("not-routable", (await house.NextAsync<CallEnded>()).Cause);
    }

    [Fact]
    public async Task A_caller_who_leaves_after_a_move_has_left_the_queue_to_which_the_call_was_moved()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var call = house.Call();
        var moved = new CallMoved
        {
            CallId = await house.QueuedAsync(),
            FromQueueId = house.QueueId,
            ToQueueId = Guid.CreateVersion7(),
            Reason = "overflow",
            QueuedAt = TimeProvider.System.GetUtcNow(),
            MovedAt = TimeProvider.System.GetUtcNow(),
        };
        await house.HearAsync(house.Replica.Moved, moved with { CallId = Guid.CreateVersion7() });
        await house.HearAsync(house.Replica.Moved, moved);
        await house.HearAsync(house.Replica.Moved, moved with { ToQueueId = Guid.CreateVersion7() });
        await call.HangUpAsync();
        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal((true, moved.ToQueueId), (ended.Abandoned, ended.QueueId));
    }

    [Fact]
    public async Task A_missing_greeting_is_skipped()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(greeting: "callcenter/nobody-recorded-this");
        var call = house.Call();
        await house.QueuedAsync();
        Assert.True(await call.HearsSoundAsync(House.Soon), "music");
    }

    [Fact]
    public async Task A_withheld_number_has_no_reference()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        house.Call(from: "anonymous");
        Assert.Null((await house.NextAsync<CallQueued>()).CallerRef);
    }
}

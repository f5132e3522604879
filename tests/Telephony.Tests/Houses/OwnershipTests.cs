using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>
/// Owners of a node come and go; calls stay, and end correctly. Alone: what is heard while an owner starts anew is a
/// matter of seconds, which other houses on the same two cores would use up.
/// </summary>
[Collection(Name)]
public sealed class OwnershipTests(Servers servers)
{
    public const string Name = "ownership";

    [Theory]
    [InlineData("queue")]
    [InlineData("ringing")]
    [InlineData("talk")]
    [InlineData("survey")]
    public async Task A_restart_in_the_middle_of_a_call_leads_to_its_correct_end(string step)
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync(_ => InviteReply.Ring);
        var call = house.Call();
        var callId = await house.QueuedAsync();
        PhoneCall? atAgent = null;
        if (step != "queue")
        {
            await house.AssignAsync(callId, agentId);
            atAgent = await phone.NextCallAsync(House.Soon);
            await house.NextAsync<AgentRinging>();
            if (step != "ringing")
            {
                atAgent.Answer();
                await house.NextAsync<CallAnswered>();
            }

            if (step == "survey")
            {
                var heard = call.HearsAsync(House.SurveyTone, House.Soon);
                await atAgent.HangUpAsync();
                Assert.True(await heard, "the question");
            }
        }

        await house.Replica.DisposeAsync();
        var again = call.HearsAsync(House.SurveyTone, House.Soon);
        await house.StartReplicaAsync();
        if (step == "queue")
        {
            Assert.True(await call.HearsSoundAsync(House.Soon), "music");
            await house.AssignAsync(callId, agentId);
            atAgent = await phone.NextCallAsync(House.Soon);
        }

        if (step is "queue" or "ringing")
        {
            atAgent!.Answer();
            await house.NextAsync<CallAnswered>();
        }

        var question = step == "survey" ? again : call.HearsAsync(House.SurveyTone, House.Soon);
        if (step != "survey")
        {
            atAgent!.SendTone(1500);
            Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
            await atAgent.HangUpAsync();
        }

        Assert.True(await question, "the question");
        await call.PressAsync('3');
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        await house.NextAsync<RecordingReady>();
        Assert.Equal(
            [
                "AgentReleased", "AgentRinging", "CallAnswered", "CallArrived", "CallEnded", "CallQueued",
                "RecordingReady", "SurveyAnswered",
            ],
            (await house.SaidAsync(callId)).Order());
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_who_left_while_nobody_owned_the_node_is_ended_by_the_next_owner()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var call = house.Call();
        await house.QueuedAsync();
        await house.Replica.DisposeAsync();
        await call.HangUpAsync();
        await house.NothingIsLeftAsync();
        await house.StartReplicaAsync();
        Assert.True((await house.NextAsync<CallEnded>()).Abandoned);
    }

    [Fact]
    public async Task A_call_that_arrives_while_nobody_owns_the_node_hears_music_and_is_taken_by_the_next_owner()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        await house.Replica.DisposeAsync();
        // Until Asterisk has noticed, a call would be offered to the socket that has just gone, and wait in silence.
        await House.UntilAsync(
            async () => (await house.Asterisk.GetAsync("applications", House.Cancellation)).GetArrayLength() == 0,
            "a switch without an owner");
        var call = house.Call();
        Assert.True(await call.HearsSoundAsync(House.Soon), "early music");
        await house.StartReplicaAsync();
        await house.QueuedAsync();
        Assert.True(await call.Answered.WaitAsync(House.Soon, House.Cancellation));
    }

    [Fact]
    public async Task A_dead_owner_is_replaced_when_its_lease_is_over()
    {
        await using var house = await House.StartAsync(servers);
        await house.Replica.DisposeAsync();
        await house.ExecuteAsync(
            "update node set owner = 'dead', lease_until = now() + interval '1 second', epoch = epoch + 1");
        await house.StartReplicaAsync();
        Assert.True(house.Replica.OwnsTheNode);
    }

    [Fact]
    public async Task An_owner_that_lost_its_lease_lets_go()
    {
        await using var house = await House.StartAsync(
            servers, options => options.RenewInterval = TimeSpan.FromMilliseconds(200));
        await house.ExecuteAsync(
            "update node set owner = 'other', lease_until = now() + interval '1 hour', epoch = epoch + 1");
        await House.UntilAsync(() => Task.FromResult(!house.Replica.OwnsTheNode), "letting go");
    }

    [Fact]
    public async Task A_second_connection_under_the_same_name_cuts_the_first_one_off()
    {
        await using var house = await House.StartAsync(servers);
        await house.ExecuteAsync("update node set owner = null, lease_until = null, epoch = epoch + 1");
        var first = house.Replica;
        var second = await house.StartReplicaAsync();
        await House.UntilAsync(() => Task.FromResult(!first.OwnsTheNode && second.OwnsTheNode), "one owner");
    }

    [Fact]
    public async Task An_order_that_no_signal_brought_is_found_by_the_sweep()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        house.Call();
        var callId = await house.QueuedAsync();
        await house.ExecuteAsync(
            $"""
            insert into call_order (call_id, kind, assignment_id, agent_id, queue_id, ring_until_at, recorded_at)
            values ('{callId}', 'assigned', gen_random_uuid(), '{agentId}', gen_random_uuid(),
                now() + interval '20 seconds', now())
            """);
        await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
    }

    [Fact]
    public async Task What_belongs_to_no_call_is_removed_and_what_is_foreign_is_left()
    {
        await using var house = await House.StartAsync(
            servers, options => options.ReconcileInterval = TimeSpan.FromMilliseconds(500));
        var orphan = $"{Guid.CreateVersion7():N}.t.{Guid.CreateVersion7():N}";
        await house.PostToSwitchAsync($"bridges/{orphan}?type=mixing");
        await house.PostToSwitchAsync("bridges/somebody-elses?type=mixing");
        await House.UntilAsync(
            async () => (await house.Asterisk.GetAsync("bridges", House.Cancellation)).GetArrayLength() == 1,
            "one foreign bridge");
    }

    [Fact]
    public async Task Calls_of_an_Asterisk_that_restarted_are_lost_and_phones_are_pushed_again()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        await house.Asterisk.Process.KillAsync();
        await house.Asterisk.DisposeAsync();
        await house.StartAsteriskAsync();
        Assert.Equal("lost", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal("system", (await house.NextAsync<AgentReleased>()).ReleasedBy);
        await House.UntilAsync(async () => (await phone.RegisterAsync()).Succeeded, "the account");
    }

    [Fact]
    public async Task Calls_of_an_Asterisk_that_stays_away_end_as_lost()
    {
        await using var house = await House.StartAsync(
            servers, options => options.NodeLostAfter = TimeSpan.FromSeconds(1));
        await house.AddNumberAsync();
        house.Call();
        await house.QueuedAsync();
        await house.Asterisk.Process.KillAsync();
        Assert.Equal("lost", (await house.NextAsync<CallEnded>()).Cause);
    }

    [Fact]
    public async Task A_phone_that_leaves_is_said_to_be_offline_once()
    {
        await using var house = await House.StartAsync(
            servers, options => options.ReconcileInterval = TimeSpan.FromMilliseconds(500));
        var (agentId, phone) = await house.AddAgentAsync();
        await phone.RegisterAsync(TimeSpan.Zero);
        Assert.Equal(agentId, (await house.NextAsync<AgentPhoneOffline>()).AgentId);
        await phone.RegisterAsync();
        await house.NextAsync<AgentPhoneOnline>(2);
        Assert.Single(await house.EventsAsync<AgentPhoneOffline>());
    }
}

[CollectionDefinition(OwnershipTests.Name, DisableParallelization = true)]
public sealed class OwnershipCollection;

using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Nodes;

/// <summary>Two real Asterisks: an agent is rung by the one that has the call.</summary>
public sealed class TwoNodesTests(Servers servers)
{
    [Fact]
    public async Task Calls_that_arrive_on_either_node_are_answered_by_an_agent_whose_phone_registers_at_both()
    {
        await using var house = await House.StartOnTwoNodesAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, password) = await AddAsync(house);
        var first = await house.RegisterAsync(agentId, password, house.Asterisk);
        await HasAsync(house, agentId, "local");
        Assert.Empty(await house.EventsAsync<AgentPhoneOnline>());
        var second = await house.RegisterAsync(agentId, password, house.SecondAsterisk!);
        await house.OnlineAsync(agentId);

        await TalkAsync(house, house.Call(), agentId, first, 1);
        await TalkAsync(house, house.CallSecond(), agentId, second, 2);
        await TalkAsync(house, house.Call(), agentId, first, 3);
        Assert.Empty(await house.EventsAsync<AssignmentDeclined>());
        Assert.Empty(await house.EventsAsync<AgentPhoneOffline>());
    }

    [Fact]
    public async Task An_agent_who_is_registered_at_one_node_only_is_offline_until_the_other_is_gone_or_has_them_too()
    {
        await using var house = await House.StartOnTwoNodesAsync(servers);
        var (agentId, password) = await AddAsync(house);
        await house.RegisterAsync(agentId, password, house.Asterisk);
        await HasAsync(house, agentId, "local");
        await using (var connection = await house.Database.OpenConnectionAsync(House.Cancellation))
        {
            Task<string?> StateAsync(string? node) =>
                ControlStore.PhoneStateAsync(connection, agentId, node, House.Cancellation);
            Assert.Equal("free", await StateAsync("local"));
            Assert.Equal("unreachable", await StateAsync(House.Second));
            Assert.Equal("free", await StateAsync(node: null));
        }

        await house.LoseSecondAsteriskAsync();
        await house.OnlineAsync(agentId);
        await house.StartSecondAsteriskAsync();
        await house.OfflineAsync(agentId);
        await House.UntilAsync(() => KnowsAsync(house, agentId), "the account at the second node");
        await house.RegisterAsync(agentId, password, house.SecondAsterisk!);
        await house.OnlineAsync(agentId, times: 2);
    }

    [Fact]
    public async Task A_call_that_could_not_ring_a_phone_keeps_its_agent_from_other_calls_for_a_moment_only()
    {
        // The nodes have just come: phones have time to register.
        await using var house = await House.StartOnTwoNodesAsync(
            servers, options => options.PhoneReturnTime = TimeSpan.FromMinutes(30));
        await house.AddNumberAsync(survey: false);
        var (agentId, password) = await AddAsync(house);
        var phone = await house.RegisterAsync(agentId, password, house.Asterisk);
        await house.OnlineAsync(agentId);

        house.CallSecond();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var declined = await house.NextAsync<AssignmentDeclined>();
        Assert.Equal("unreachable", declined.Reason);
        await house.OfflineAsync(agentId);
        await house.OnlineAsync(agentId, times: 2);
        Assert.True((await house.NextAsync<AgentPhoneOnline>(2)).OnlineAt > declined.DeclinedAt, "Routing bars them");
        await TalkAsync(house, house.Call(), agentId, phone, 2, answered: 1);
    }

    [Fact]
    public async Task A_browser_that_is_lost_while_it_rings_at_a_drained_node_is_offered_calls_again_after_a_moment()
    {
        await using var house = await House.StartOnTwoNodesAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, password) = await AddAsync(house);
        var first = await house.RegisterAsync(agentId, password, house.Asterisk);
        var second = await house.RegisterAsync(agentId, password, house.SecondAsterisk!);
        second.OnInvite = _ => InviteReply.Ring;
        await house.OnlineAsync(agentId);
        // For the service it is a browser: gone with its connection.
        await house.ExecuteAsync($"update phone set kind = 'browser' where agent_id = '{agentId}'");
        house.CallSecond();
        var callId = await house.QueuedAsync();
        await house.ExecuteAsync($"update node set drained_at = now() where name = '{House.Second}'");
        await house.AssignAsync(callId, agentId);
        await house.NextAsync<AgentRinging>();
        Assert.True((await second.RegisterAsync(TimeSpan.Zero)).Succeeded);
        var declined = await house.NextAsync<AssignmentDeclined>();
        Assert.Equal("unreachable", declined.Reason);
        await house.OfflineAsync(agentId);
        await house.OnlineAsync(agentId, times: 2);
        Assert.True((await house.NextAsync<AgentPhoneOnline>(2)).OnlineAt > declined.DeclinedAt, "Routing bars them");
        await TalkAsync(house, house.Call(), agentId, first, 2, answered: 1);
    }

    [Fact]
    public async Task A_phone_that_says_it_is_not_there_is_offered_calls_again_after_a_moment()
    {
        await using var house = await House.StartAsync(
            servers, options => options.PhoneDoubtTime = TimeSpan.FromSeconds(1));
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync(_ => InviteReply.Refuse(404, "Not Found"));
        house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var declined = await house.NextAsync<AssignmentDeclined>();
        Assert.Equal("unreachable", declined.Reason);
        await house.OfflineAsync(agentId);
        await house.OnlineAsync(agentId, times: 2);
        Assert.True((await house.NextAsync<AgentPhoneOnline>(2)).OnlineAt > declined.DeclinedAt, "Routing bars them");
        Assert.NotNull(phone);
    }

    private static async Task<(Guid AgentId, string Password)> AddAsync(House house)
    {
        var agentId = Guid.CreateVersion7();
        await house.AddNameAsync(agentId);
        return (agentId, await house.AddAccountAsync(agentId));
    }

    private static async Task TalkAsync(
        House house, PhoneCall call, Guid agentId, TestPhone phone, int queued, int? answered = null)
    {
        var callId = (await house.NextAsync<CallQueued>(queued)).CallId;
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        Assert.Equal(callId, (await house.NextAsync<CallAnswered>(answered ?? queued)).CallId);
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        await call.HangUpAsync();
        await House.UntilAsync(
            async () => (await house.EventsAsync<CallEnded>()).Any(e => e.CallId == callId), "the end");
    }

    private static Task HasAsync(House house, Guid agentId, string node) => House.UntilAsync(
        async () => await house.OneAsync(
            $"select node from phone_reachable where agent_id = '{agentId}' and node = '{node}'") == node,
        $"the phone at {node}");

    private static async Task<bool> KnowsAsync(House house, Guid agentId) => await house.OneAsync(
        $"""
        select 'yes' from node n, phone p
        where n.name = '{House.Second}' and n.phone_revision >= p.revision and p.agent_id = '{agentId}'
        """) == "yes";
}

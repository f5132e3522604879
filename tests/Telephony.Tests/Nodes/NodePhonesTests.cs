using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Nodes;

public sealed class NodePhonesTests(Servers servers)
{
    [Fact]
    public async Task A_phone_that_registers_while_the_node_lists_its_phones_is_not_said_to_be_offline()
    {
        await using var house = await House.StartAsync(servers);
        var (agentId, phone) = await house.AddAgentAsync();
        // Nobody but this test notes phones from here.
        await house.Replica.DisposeAsync();
        await house.ExecuteAsync("update node set lease_until = now() + interval '1 hour', unreached_at = null");
        var node = house.Options.Nodes[0];
        using var @switch = new AriSwitch(node);
        var phones = new NodePhones(
            node, @switch, house.Database, house.Transactions, (_, _) => { }, _ => false,
            house.Options.PhoneDoubtTime, TimeProvider.System, NullLogger.Instance);
        var (gone, back) = (Change(agentId, online: false), Change(agentId, online: true));

        await phones.NoteAsync(gone, House.Cancellation);
        phones.BeginLook();
        await phones.NoteAsync(back, House.Cancellation);
        await phones.ReconcileAsync([], House.Cancellation);
        Assert.Single(await house.EventsAsync<AgentPhoneOffline>());

        phones.BeginLook();
        await phones.ReconcileAsync([], House.Cancellation);
        Assert.Equal(2, (await house.EventsAsync<AgentPhoneOffline>()).Count);
    }

    private static PhoneChanged Change(Guid agentId, bool online) => new(PhoneIds.Endpoint(agentId), online);
}

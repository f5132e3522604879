using CallCenter.Fixtures;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Nodes;

public sealed class NodeCallsTests(Servers servers)
{
    [Fact]
    public async Task A_call_that_begins_when_its_session_is_over_is_left_to_the_next_and_is_no_fault_of_ours()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: true);
        var (node, services) = (house.Options.Nodes[0], house.Replica.Services);
        using var @switch = new AriSwitch(node);
        using var recorder = new AmiClient(node, TimeProvider.System);
        var dialling = new NodeDialling(node, @switch, services);
        var calls = new NodeCalls(
            node, services,
            new NodeOrders(
                node, @switch, recorder, services.Flows, house.Database, dialling, services.QueueNames,
                services.Disks, (_, _) => Task.CompletedTask, TimeProvider.System, NullLogger.Instance),
            dialling.AdmitAsync);
        await calls.StopAsync();
        calls.Dispose();

        calls.Dispatch(new LegArrived("late-1.1", House.Dialled, House.Caller, CallId: null));

        await House.UntilAsync(() => Task.FromResult(calls.Known().Count == 0), "nothing left of it");
        Assert.Empty(house.Replica.Faults);
        Assert.Equal("0", await house.OneAsync("select count(*)::text from call"));
    }
}

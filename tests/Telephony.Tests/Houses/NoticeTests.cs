using CallCenter.Fixtures;
using CallCenter.Telephony.Tests.Ari;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>What one replica stores and another, the owner of the node, must act on.</summary>
public sealed class NoticeTests(Servers servers)
{
    [Fact]
    public async Task A_phone_account_made_at_a_replica_without_the_node_reaches_the_node_at_once()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: true);
        var other = await house.StartReplicaAsync(started: false);
        var agentId = Guid.CreateVersion7();
        await house.AddNameAsync(agentId);
        await house.AddAccountAsync(agentId);
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await house.AddAccountAsync(agentId);
            var took = TimeProvider.System.GetElapsedTime(began);
            quickest = took < quickest ? took : quickest;
        }

        Assert.False(other.OwnsTheNode);
        // The sweep alone, which runs a second after each push, would take that second each time.
        Assert.InRange(quickest, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }
}

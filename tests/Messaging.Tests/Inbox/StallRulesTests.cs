using CallCenter.Messaging.Inbox;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

public class StallRulesTests
{
    private static readonly TimeSpan _after = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_queue_that_holds_messages_and_delivers_none_is_stalled() =>
        Assert.True(StallRules.IsStalled([Look(5, 20), Look(5, 40), Look(9, 60)], _after));

    [Fact]
    public void An_empty_queue_is_not_stalled() =>
        Assert.False(StallRules.IsStalled([Look(0, 100), Look(0, 120)], _after));

    [Fact]
    public void A_queue_that_another_replica_empties_is_not_stalled() =>
        Assert.False(StallRules.IsStalled([Look(900, 100), Look(500, 120)], _after));

    [Fact]
    public void A_queue_is_not_stalled_before_its_time() =>
        Assert.False(StallRules.IsStalled([Look(5, 30), Look(5, 59)], _after));

    private static QueueLook Look(long ready, int seconds) => new(ready, TimeSpan.FromSeconds(seconds));
}

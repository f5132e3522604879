using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Agents;

public sealed class ChannelRulesTests
{
    private static Agent Holding(params string[] channels) =>
        channels.Aggregate(Agent(1), (agent, channel) => agent.Hold(channel, Noon).Agent);

    [Theory]
    [InlineData("voice", null)]
    [InlineData("video", null)]
    [InlineData("chat", null)]
    [InlineData("task", null)]
    public void An_agent_with_nothing_in_hand_takes_everything(string channel, string? why) =>
        Assert.Equal(why, ChannelRules.WhyNot(Agent(1), channel));

    [Fact]
    public void Of_a_shared_channel_an_agent_takes_as_many_as_they_can()
    {
        Assert.Null(ChannelRules.WhyNot(Holding("chat", "chat"), "chat"));
        Assert.Equal("has all the chat they take", ChannelRules.WhyNot(Holding("chat", "chat", "chat"), "chat"));
        Assert.Equal("takes no chat", ChannelRules.WhyNot(Agent(1) with { Capacity = [1, 1, 0, 5] }, "chat"));
        Assert.Equal("takes no voice", ChannelRules.WhyNot(Agent(1) with { Capacity = [0, 1, 3, 5] }, "voice"));
    }

    [Theory]
    [InlineData("voice", "chat", "chat", true)]
    [InlineData("video", "task", "task", true)]
    [InlineData("chat", "task", "task", true)]
    [InlineData("voice", "chat", "task", false)]
    [InlineData("voice", "chat", "", false)]
    [InlineData("task", "chat", "chat", false)]
    public void Only_what_is_more_urgent_comes_beside_work_that_the_agent_lets_be_interrupted(
        string coming, string held, string interruptible, bool comes)
    {
        var agent = Holding(held) with { Interruptible = [interruptible] };

        Assert.Equal(comes ? null : $"busy with {held}, which {coming} may not interrupt",
            ChannelRules.WhyNot(agent, coming));
    }

    [Fact]
    public void Who_gets_a_chat_goes_to_the_end_of_the_line_and_their_activity_is_not_touched()
    {
        var change = Agent(1, idleSeconds: 500).Hold("chat", At(3));

        Assert.Equal((At(3), "idle", 1), (change.Agent.ReadyAt, change.Agent.Activity, change.Agent.HeldOf("chat")));
        Assert.Empty(change.Events);
        Assert.Equal(0, change.Agent.Drop("chat", At(4)).Agent.Drop("chat", At(5)).Agent.HeldOf("chat"));
    }

    [Theory]
    [InlineData("fax", 1, "capacity.fax")]
    [InlineData("voice", 2, "capacity.voice")]
    [InlineData("chat", -1, "capacity.chat")]
    [InlineData("task", 51, "capacity.task")]
    [InlineData("task", 50, null)]
    public void A_capacity_that_breaks_a_rule_is_told_where(string channel, int capacity, string? field) =>
        Assert.Equal(field, ChannelRules.Problem(new Dictionary<string, int> { [channel] = capacity })?.Field);

    [Fact]
    public void A_channel_that_is_not_named_has_its_usual_capacity() => Assert.Equal<short>(
        [1, 1, 7, 5], ChannelRules.InOrder(new Dictionary<string, int> { ["chat"] = 7 }));
}

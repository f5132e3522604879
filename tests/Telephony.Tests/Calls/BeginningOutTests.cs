using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Numbers;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A call that an agent makes, until both are on the line.</summary>
public sealed class BeginningOutTests
{
    private static readonly CallSettings Settings = new();
    private static readonly Guid Agent = Guid.CreateVersion7();

    private static Call Begin(bool recorded = true) => CallRules.BeginOutbound(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Agent, "+441632960123", "k1:abc",
        new Number
        {
            NumberId = Guid.CreateVersion7(), E164 = "+441632960000", QueueId = Guid.CreateVersion7(), Language = "en",
            Recorded = recorded,
        },
        ["agent"], "n1", traceParent: null, Settings, CallStory.Noon);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_recorded_as_the_number_that_it_shows_says(bool recorded) =>
        Assert.Equal(recorded, Begin(recorded).Recorded);

    [Fact]
    public void It_ends_when_the_agents_phone_is_gone_before_the_other_side_answers()
    {
        var decision = CallRules.Decide(
            Begin(), new PhoneLost(Agent), CallStory.Noon.AddSeconds(5), Settings, Guid.CreateVersion7());
        Assert.Equal("agent-not-reached", Assert.Single(decision.Events.OfType<CallEnded>()).Cause);
    }
}

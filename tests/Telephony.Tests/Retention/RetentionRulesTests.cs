using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Retention;
using Xunit;

namespace CallCenter.Telephony.Tests.Retention;

public sealed class RetentionRulesTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    public static TheoryData<RetentionRequest, string> Broken => new()
    {
        { new RetentionRequest { Days = 30 }, "queueId" },
        { new RetentionRequest { Days = 30, QueueId = Id, NumberId = Id }, "queueId" },
        { new RetentionRequest { Days = 30, QueueId = Guid.Empty }, "queueId" },
        { new RetentionRequest { QueueId = Id }, "days" },
        { new RetentionRequest { QueueId = Id, Days = 0 }, "days" },
        { new RetentionRequest { NumberId = Id, Days = 36_501 }, "days" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_told_its_field(RetentionRequest request, string field)
    {
        var (rule, broken, _) = RetentionRules.Read(Id, request);
        Assert.Null(rule);
        Assert.Equal(field, broken);
    }

    [Fact]
    public void A_rule_is_of_a_number_or_of_a_queue() => Assert.Equal(
        new RetentionRule { RuleId = Id, QueueId = Id, Days = 30 },
        RetentionRules.Read(Id, new RetentionRequest { QueueId = Id, Days = 30 }).Rule);

    [Theory]
    [InlineData("case 4711", true)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("two\nlines", false)]
    [InlineData(null, false)]
    public void A_reason_is_one_line_that_says_something(string? reason, bool valid) =>
        Assert.Equal(valid, RetentionRules.IsReason(reason));

    [Theory]
    [InlineData("recording", false, "recording")]
    [InlineData("stopped", true, "merging")]
    [InlineData("stored", false, "ready")]
    [InlineData("stored", true, "held")]
    [InlineData("failed", true, "held")]
    [InlineData("deleting", false, "deleting")]
    [InlineData("deleted", false, "deleted")]
    public void A_state_is_told_in_the_words_of_the_outside(string state, bool held, string told) =>
        Assert.Equal(told, RecordingRules.StateOf(state, held));
}

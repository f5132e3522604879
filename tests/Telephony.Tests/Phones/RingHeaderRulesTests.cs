using CallCenter.Telephony.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

public sealed class RingHeaderRulesTests
{
    private static readonly Guid CallId = new("0190a000-0000-7000-8000-000000000001");
    private static readonly Guid QueueId = new("0190a000-0000-7000-8000-000000000002");

    [Fact]
    public void A_phone_is_told_the_call_its_queue_its_language_and_who_the_customer_is() => Assert.Equal(
        [
            ("X-CC-Call", "0190a000-0000-7000-8000-000000000001"),
            ("X-CC-Queue", "0190a000-0000-7000-8000-000000000002"),
            ("X-CC-Queue-Name", "Billing%20%E8%B4%A6%E5%8D%95"),
            ("X-CC-Language", "zh-CN"),
            ("X-CC-Customer", "k1:0a1b"),
        ],
        RingHeaderRules.Headers(CallId, new RingFacts(QueueId, "zh-CN", "k1:0a1b"), "Billing 账单"));

    [Fact]
    public void Of_what_is_not_known_there_is_no_header()
    {
        Assert.Equal(
            ["X-CC-Call", "X-CC-Language"],
            RingHeaderRules.Headers(CallId, new RingFacts(null, "en", null), " ").Select(header => header.Name));
        Assert.Equal("X-CC-Call", Assert.Single(RingHeaderRules.Headers(CallId, facts: null, "Sales")).Name);
    }

    [Theory]
    [InlineData("Sales\r\nX-Evil: 1")]
    [InlineData("a\0b\u0085;,\"<>%0d%0a")]
    [InlineData("\ud83d lonely")]
    public void No_name_makes_a_header_of_its_own(string name)
    {
        var said = RingHeaderRules.Headers(CallId, new RingFacts(QueueId, "en", null), name)
            .Single(header => header.Name == "X-CC-Queue-Name").Value;
        Assert.All(said, sign => Assert.True(char.IsAsciiLetterOrDigit(sign) || "-._~%:".Contains(sign), $"{sign}"));
        Assert.DoesNotContain("%0D", said, StringComparison.Ordinal);
        Assert.DoesNotContain("%0A", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_as_long_as_its_bound_at_most()
    {
        var said = RingHeaderRules.Headers(
            CallId, new RingFacts(QueueId, "en", null), string.Concat(Enumerable.Repeat("😀", 500)));
        var name = Uri.UnescapeDataString(said.Single(header => header.Name == "X-CC-Queue-Name").Value);
        Assert.Equal(RingHeaderRules.Longest, name.EnumerateRunes().Count());
    }
}

using CallCenter.Messaging.Redriving;
using Xunit;

namespace CallCenter.Messaging.Tests.Redriving;

public class RedriveOrderTests
{
    private static readonly DateTimeOffset _now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_instant_and_a_subject_are_understood()
    {
        var order = RedriveOrder.Parse(["--from", "2026-06-30T11:00:00Z", "--subject", "call/1"], _now);

        Assert.Equal((_now.AddHours(-1), "call/1", null), (order.From, order.Subject, order.Refusal));
    }

    [Theory]
    [InlineData("usage", "--since", "2026-06-30")]
    [InlineData("usage")]
    [InlineData("usage", "--from")]
    [InlineData("not an instant", "--from", "yesterday")]
    [InlineData("in the future", "--from", "2026-07-01T00:00:00Z")]
    [InlineData("older than 30 days", "--from", "2026-05-30T00:00:00Z")]
    public void Anything_else_is_refused_with_the_reason(string reason, params string[] args) =>
        Assert.Contains(reason, RedriveOrder.Parse(args, _now).Refusal, StringComparison.Ordinal);
}

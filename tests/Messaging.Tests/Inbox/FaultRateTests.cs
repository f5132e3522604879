using CallCenter.Messaging.Inbox;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

public class FaultRateTests
{
    [Theory]
    [InlineData(19, 0, false)]
    [InlineData(20, 0, true)]
    [InlineData(3, 17, false)]
    [InlineData(4, 16, true)]
    [InlineData(30, 170, false)]
    [InlineData(31, 169, true)]
    public void More_than_15_of_a_hundred_failures_are_too_many_from_20_messages_on(
        int failed, int good, bool tooHigh) =>
        Assert.Equal(tooHigh, After(good, failed).IsTooHigh);

    [Fact]
    public void A_long_good_time_does_not_hide_that_everything_fails_now()
    {
        var rate = After(good: 100_000, failed: 0);
        var failures = 0;
        for (; !rate.IsTooHigh; failures++)
        {
            rate.Count(failed: true);
        }

        Assert.InRange(failures, 1, 40);
    }

    private static FaultRate After(int good, int failed)
    {
        var rate = new FaultRate();
        for (var i = 0; i < good; i++)
        {
            rate.Count(failed: false);
        }

        for (var i = 0; i < failed; i++)
        {
            rate.Count(failed: true);
        }

        return rate;
    }
}

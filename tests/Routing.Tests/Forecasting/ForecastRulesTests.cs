using CallCenter.Routing.Forecasting;
using Xunit;

namespace CallCenter.Routing.Tests.Forecasting;

/// <summary>Forecasts and staff, against numbers worked out by hand.</summary>
public sealed class ForecastRulesTests
{
    [Theory]
    // The textbook's ten erlangs: with calls of 180 s and 20 s allowed, 13 agents reach 79.6 % and 14 reach 88.8 %.
    [InlineData(10, 13, 20, 180, 0.7956)]
    [InlineData(10, 14, 20, 180, 0.8884)]
    // One agent at half load: half of the calls wait (M/M/1), and e^(-1/2) of those for longer than a mean call.
    [InlineData(0.5, 1, 60, 60, 0.6967)]
    [InlineData(10, 10, 20, 180, 0)]
    [InlineData(0, 0, 20, 180, 1)]
    public void The_service_level_is_that_of_Erlang_C(
        double erlangs, int agents, int withinSeconds, int handlingSeconds, double share) => Assert.Equal(
        share,
        ErlangRules.ServiceLevel(
            erlangs, agents, TimeSpan.FromSeconds(withinSeconds), TimeSpan.FromSeconds(handlingSeconds)),
        3);

    [Theory]
    [InlineData(10, 0.8, 14)]
    [InlineData(10, 0.79, 13)]
    [InlineData(0, 0.8, 0)]
    public void Agents_are_the_fewest_who_reach_it(double erlangs, double share, int agents) => Assert.Equal(
        agents, ErlangRules.Agents(erlangs, share, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(180)));

    [Fact]
    public void A_day_is_expected_to_be_the_mean_of_those_before_and_a_day_without_calls_teaches_nothing()
    {
        var mean = ForecastRules.Mean([Day(10, 30), Day(0, 0), Day(20, 50)])!;

        Assert.Equal((15, 40, 0), (mean[0], mean[1], mean[2]));
        Assert.Null(ForecastRules.Mean([Day(0, 0)]));
    }

    [Fact]
    public void A_day_that_has_begun_is_measured_by_what_was_expected_of_it_so_far()
    {
        var mean = ForecastRules.Mean([Day(40, 40)])!;

        Assert.Equal(1.5, ForecastRules.Factor(mean, Day(60, 5), over: 1));
        Assert.Null(ForecastRules.Factor([.. mean.Select(calls => calls / 2)], Day(60, 5), over: 1));
    }

    [Fact]
    public void The_error_is_that_of_the_same_forecast_on_the_days_that_are_over()
    {
        // The latest first. Learning from two days: 30 where the mean was 15, then 20 where the day before was 10.
        var error = ForecastRules.Error([Day(30, 0), Day(20, 0), Day(10, 0)], weeks: 2)!;

        Assert.Equal(2, error.Days);
        Assert.Equal((15 + 10) / 50.0, error.Share);
        Assert.Equal(-(15 + 10) / 50.0, error.Bias);
        Assert.Equal((10 + 10) / 50.0, error.ShareOfLastWeek);
        Assert.Null(ForecastRules.Error([Day(30, 0)], weeks: 2));
        // A holiday without calls is neither forecast nor learnt from.
        Assert.Null(ForecastRules.Error([Day(30, 0), Day(0, 0)], weeks: 1));
    }

    private static int[] Day(int first, int second) =>
        [first, second, .. Enumerable.Repeat(0, ForecastRules.Intervals - 2)];
}

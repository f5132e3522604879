using CallCenter.Quality.Measuring;
using Xunit;

namespace CallCenter.Quality.Tests.Measuring;

public sealed class TalkRulesTests
{
    private static readonly Interval[] Caller = Of((6.9, 9.0), (12, 12.4), (21.5, 24));
    private static readonly Interval[] Agent = Of((0, 6.5), (8.7, 20), (23, 41));

    private static Interval[] Of(params (double From, double To)[] seconds) =>
        [.. seconds.Select(one => new Interval(one.From * 1000, one.To * 1000))];

    [Fact]
    public void The_published_example_of_call_ai_metrics_comes_out_exactly()
    {
        var talk = TalkRules.Measure(Caller, Agent, 41_000);

        Assert.Equal(35_800, talk.AgentTalkMs, 6);
        Assert.Equal(5_000, talk.CallerTalkMs, 6);
        Assert.Equal(.8775, talk.AgentTalkShare!.Value, 4);
        Assert.Equal((3, 2), (talk.AgentTurns, talk.CallerTurns));
        Assert.Equal(18_000, talk.Evidence.Agent.Max(one => one.LengthMs), 6);
        Assert.Single(talk.Evidence.AgentInterruptions);
        Assert.Empty(talk.Evidence.CallerInterruptions);
        Assert.Equal(1_700, talk.OverlapMs, 6);
        Assert.Equal(1_900, talk.SilenceMs, 6);
        Assert.Equal([400d, 1_500], talk.Evidence.Silences.Select(gap => Math.Round(gap.LengthMs, 6)));
        Assert.Equal(1_500, talk.LongestSilenceMs, 6);
        Assert.Equal(41_000, talk.SpokenMs, 6);
    }

    [Fact]
    public void A_minute_on_hold_is_nobodys_silence_and_nobodys_talk()
    {
        var caller = Of((0, 10), (40, 45), (80.2, 90));
        var agent = Of((10.5, 19));

        var counted = TalkRules.Measure(caller, agent, 100_000);
        var held = TalkRules.Measure(caller, agent, 100_000, Of((20, 50), (50, 80)));

        Assert.Equal(35_200, counted.LongestSilenceMs, 6);
        Assert.Equal(1_000, held.LongestSilenceMs, 6);
        Assert.Equal([500d, 1_000, 200], held.Evidence.Silences.Select(gap => Math.Round(gap.LengthMs, 6)));
        Assert.Equal((19_800, 8_500), (Math.Round(held.CallerTalkMs), Math.Round(held.AgentTalkMs)));
        Assert.Equal(30_000, held.SpokenMs, 6);
        Assert.Equal((60_000, 100_000), (held.ExcludedMs, held.DurationMs));
        Assert.Equal(Of((20, 80)), held.Evidence.Excluded);
    }

    [Fact]
    public void Speech_that_goes_on_through_a_pause_counts_outside_of_it()
    {
        var held = TalkRules.Measure(
            Of((0, 30)), Of((31, 32)), 40_000, [new Interval(10_000, double.PositiveInfinity)]);

        Assert.Equal((10_000, 0, 10_000), (held.CallerTalkMs, held.AgentTalkMs, held.SpokenMs));
        Assert.Equal((0, 30_000), (held.SilenceMs, held.ExcludedMs));
    }

    [Fact]
    public void A_short_word_inside_the_others_speech_is_a_sign_of_listening()
    {
        var talk = TalkRules.Measure(Of((0, 10)), Of((5, 5.9)), 10_000);

        Assert.Equal(0, talk.AgentTurns);
        Assert.Empty(talk.Evidence.AgentInterruptions);
        Assert.Equal(900, talk.OverlapMs);
    }

    [Theory]
    [InlineData(.4, 3, 0)]
    [InlineData(.5, 3, 1)]
    [InlineData(9.6, 3, 0)]
    [InlineData(5, .9, 0)]
    [InlineData(5, 1, 1)]
    public void An_interruption_begins_half_a_second_in_lasts_half_a_second_beside_and_a_second_in_all(
        double from, double length, int interruptions) =>
        Assert.Equal(
            interruptions,
            TalkRules.Measure(Of((0, 10)), Of((from, from + length)), 20_000).Evidence.AgentInterruptions.Count);

    [Fact]
    public void Where_nobody_speaks_there_is_no_share_and_no_silence()
    {
        var talk = TalkRules.Measure([], [], 60_000);

        Assert.Null(talk.AgentTalkShare);
        Assert.Equal((0d, 0d, 0d), (talk.SilenceMs, talk.LongestSilenceMs, talk.OverlapMs));
    }

    [Fact]
    public void Silence_before_the_first_and_after_the_last_word_is_none() =>
        Assert.Equal(2_000, TalkRules.Measure(Of((10, 12)), Of((14, 15)), 60_000).SilenceMs);
}

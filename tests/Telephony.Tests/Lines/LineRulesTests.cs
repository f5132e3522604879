using CallCenter.Telephony.Lines;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Telephony.Tests.Lines;

/// <summary>The E-model against values that others have published, and what holds of it everywhere.</summary>
public sealed class LineRulesTests
{
    /// <summary>ITU-T G.107, Annex B, and its table of user satisfaction (G.109).</summary>
    [Theory]
    [InlineData(93.2, 4.41)]
    [InlineData(90, 4.34)]
    [InlineData(80, 4.02)]
    [InlineData(70, 3.60)]
    [InlineData(60, 3.10)]
    [InlineData(50, 2.58)]
    [InlineData(0, 1)]
    [InlineData(-20, 1)]
    [InlineData(100, 4.5)]
    public void A_rating_is_worth_the_score_that_the_standard_names(double rating, double score) =>
        Assert.Equal(score, LineRules.OfRating(rating), 0.006);

    [Theory]
    [InlineData(0, 0, 0, 4.40)]
    [InlineData(0.01, 0, 0, 4.32)]
    [InlineData(0.05, 0, 0, 3.91)]
    [InlineData(0.2, 10, 100, 2.52)]
    [InlineData(0, 0, 600, 3.59)]
    [InlineData(1, 0, 0, 1.165)]
    public void Loss_jitter_and_delay_cost_what_the_model_says(
        double loss, double jitterMs, double roundTripMs, double score) =>
        Assert.Equal(score, LineRules.Mos(loss, jitterMs, roundTripMs), 0.02);

    [Fact]
    public void A_worse_line_never_has_a_better_score_and_every_score_is_one() =>
        Prop.ForAll(Lines(), Lines(), (one, more) =>
        {
            var before = LineRules.Mos(one.Loss, one.Jitter, one.Trip);
            var after = LineRules.Mos(one.Loss + more.Loss, one.Jitter + more.Jitter, one.Trip + more.Trip);
            return before is >= 1 and <= 4.5 && after is >= 1 and <= 4.5 && after <= before + 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_received_is_all_lost_and_nothing_reported_is_no_score()
    {
        var deaf = new LineCounts { SentPackets = 500 };
        Assert.InRange(LineRules.ReceivedMos(deaf), 1, 1.3);
        Assert.Null(LineRules.SentMos(deaf));
        Assert.Null(LineRules.SentMos(deaf with { SentPackets = 0, SentLost = 3 }));
        Assert.NotNull(LineRules.SentMos(deaf with { SentLost = 3 }));
        Assert.True(LineRules.IsMeasured(deaf));
        Assert.False(LineRules.IsMeasured(new LineCounts()));
    }

    private static Arbitrary<(double Loss, double Jitter, double Trip)> Lines() => (
        from loss in Gen.Choose(0, 1_000)
        from jitter in Gen.Choose(0, 3_000)
        from trip in Gen.Choose(0, 3_000)
        select (loss / 1_000d, jitter / 10d, (double)trip)).ToArbitrary();
}

using CallCenter.Quality.Measuring;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Interval = CallCenter.Quality.Measuring.Interval;

namespace CallCenter.Quality.Tests.Measuring;

/// <summary>What holds of the measures of any two people's speech.</summary>
public sealed class TalkRulesPropertyTests
{
    private const double Tolerance = 1e-6;

    // Pairs of gap and length, laid one after the other: in order and apart, as the detector gives them.
    private static readonly Gen<IReadOnlyList<Interval>> Speech =
        Gen.Choose(1, 4_000).Zip(Gen.Choose(100, 5_000)).ListOf().Select(pairs =>
        {
            var at = 0d;
            var segments = new List<Interval>();
            foreach (var (gap, length) in pairs)
            {
                segments.Add(new Interval(at + gap, at + gap + length));
                at += gap + length;
            }

            return (IReadOnlyList<Interval>)segments;
        });

    private static void Holds(Func<IReadOnlyList<Interval>, IReadOnlyList<Interval>, TalkMeasures, bool> property) =>
        Prop.ForAll(
            Arb.From(Speech.Zip(Speech)),
            pair => property(pair.Item1, pair.Item2, TalkRules.Measure(pair.Item1, pair.Item2, 1_000_000)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Talk_of_both_without_overlap_and_silence_fill_the_span() => Holds((_, _, talk) =>
        Math.Abs(talk.CallerTalkMs + talk.AgentTalkMs - talk.OverlapMs + talk.SilenceMs - talk.SpokenMs) < Tolerance);

    [Fact]
    public void Swapping_the_speakers_swaps_the_measures() => Holds((caller, agent, talk) =>
    {
        var swapped = TalkRules.Measure(agent, caller, 1_000_000);
        return swapped.SilenceMs == talk.SilenceMs
            && Math.Abs(swapped.OverlapMs - talk.OverlapMs) < Tolerance
            && swapped.CallerTurns == talk.AgentTurns
            && swapped.Evidence.CallerInterruptions.SequenceEqual(talk.Evidence.AgentInterruptions);
    });

    [Fact]
    public void Overlap_is_part_of_the_talk_of_each() => Holds((_, _, talk) =>
        talk.OverlapMs <= Math.Min(talk.CallerTalkMs, talk.AgentTalkMs) + Tolerance);

    [Fact]
    public void The_share_is_between_none_and_all() => Holds((caller, agent, talk) =>
        caller.Count + agent.Count == 0 ? talk.AgentTalkShare is null : talk.AgentTalkShare is >= 0 and <= 1);

    [Fact]
    public void In_no_silence_does_anybody_speak() => Holds((caller, agent, talk) =>
        talk.Evidence.Silences.All(gap => caller.Concat(agent).All(one => one.OverlapMs(gap) < Tolerance)));

    [Fact]
    public void A_later_start_of_everything_changes_no_measure() => Holds((caller, agent, talk) =>
    {
        static List<Interval> Later(IReadOnlyList<Interval> speech) =>
            [.. speech.Select(one => new Interval(one.StartMs + 12_345, one.EndMs + 12_345))];
        var later = TalkRules.Measure(Later(caller), Later(agent), 1_000_000);
        return later with { Evidence = talk.Evidence } == talk;
    });
}

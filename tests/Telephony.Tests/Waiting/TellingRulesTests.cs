using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Waiting;

/// <summary>What a waiting caller is told.</summary>
public sealed class TellingRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly CallPlace Place = new()
    {
        QueueId = Guid.Empty, Position = 4, EstimatedWaitMs = 250_000, PositionTold = true, WaitTold = true,
        ChangedAt = Noon,
    };

    [Theory]
    [InlineData(1, 0, "f/position-1 f/wait-1")]
    [InlineData(10, 61_000, "f/position-10 f/wait-2")]
    [InlineData(11, 3_600_000, "f/position-more f/wait-60")]
    [InlineData(500, 3_600_001, "f/position-more f/wait-more")]
    [InlineData(2, null, "f/position-2")]
    public void Place_and_wait_are_told_in_sentences_that_exist(int position, int? waitMs, string sounds) =>
        Assert.Equal(sounds, Tell(null, Place with { Position = position, EstimatedWaitMs = waitMs }).Sounds);

    [Fact]
    public void Nothing_that_is_told_ever_goes_backwards()
    {
        var (told, _) = Tell(null, Place);

        Assert.Equal(
            "f/position-4 f/wait-5",
            Tell(told, Place with { Position = 9, EstimatedWaitMs = 3_000_000 }).Sounds);
        Assert.Equal("f/position-3 f/wait-2", Tell(told, Place with { Position = 3, EstimatedWaitMs = 90_000 }).Sounds);
    }

    [Fact]
    public void In_another_queue_a_caller_is_told_afresh_and_once()
    {
        var there = Place with { QueueId = Guid.CreateVersion7(), Position = 9, EstimatedWaitMs = 600_000 };
        var (told, _) = Tell(Tell(null, Place).Told with { Offered = true }, there);

        Assert.Equal((9, 10, true), (told.Position, told.WaitMinutes, told.Offered));
        Assert.Equal("f/position-9 f/wait-10", Tell(told, there with { Position = 12 }).Sounds);
    }

    [Fact]
    public void The_estimate_of_some_minutes_ago_has_shrunk_by_these() =>
        Assert.Equal("f/position-4 f/wait-3", Tell(null, Place with { ChangedAt = Noon.AddMinutes(-2) }).Sounds);

    [Fact]
    public void The_sounds_of_the_queue_are_told_in_turn_and_strange_names_never()
    {
        var place = Place with { Sounds = ["a/one", "../two", "three"], PositionTold = false, WaitTold = false };
        var (first, one) = Tell(null, place);
        var (second, two) = Tell(first, place);
        var (third, three) = Tell(second, place);
        Assert.Equal(("a/one", "", "three"), (one, two, three));
        Assert.Equal("a/one", Tell(third, place).Sounds);
    }

    [Fact]
    public void The_first_time_is_counted_from_the_queue_and_the_next_from_the_last()
    {
        Assert.Equal(Noon.AddSeconds(30), TellingRules.DueAt(null, Place, Noon));
        Assert.Equal(Noon.AddSeconds(7), TellingRules.DueAt(null, Place with { FirstAfterMs = 7_000 }, Noon));
        var (told, _) = Tell(null, Place with { EveryMs = 9_000 });
        Assert.Equal(Noon.AddSeconds(9), TellingRules.DueAt(told, Place, Noon));
    }

    private static (Told Told, string Sounds) Tell(Told? told, CallPlace place)
    {
        var (next, sounds) = TellingRules.Next(told, place, offers: false, "f", Noon);
        return (next, string.Join(' ', sounds));
    }
}

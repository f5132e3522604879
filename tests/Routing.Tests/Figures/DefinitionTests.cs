using CallCenter.Routing.Figures;
using Xunit;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>Every definition with a value computed by hand.</summary>
public sealed class DefinitionTests
{
    // 80 answered (60 of them in time), 25 abandoned (15 within T, 5 of them shortly), 10 callbacks (8 within T),
    // 4 moved (1 within T), 6 ended by us (none within T): 125 left, 84 of them within T.
    private static readonly QueueTally Queue = new()
    {
        Waiting = 3, OldestWaitMs = 42_000, Queued = 130,
        Answered = 80, AnsweredWithin = 60, Abandoned = 25, AbandonedWithin = 15, AbandonedShort = 5,
        Callbacks = 10, CallbacksWithin = 8, Moved = 4, MovedWithin = 1, Ended = 6, EndedWithin = 0, NotRoutable = 2,
        AnsweredWaitMs = 1_200_000, LongestWaitMs = 90_000, CalledBack = 4, Lost = 1, CalledBackWaitMs = 8_000,
        Handling = Handling,
    };

    // 81 talks and 19 that were not taken, 4 of these because the caller left; 50 talks are finished.
    private static HandlingTally Handling => new()
    {
        OffersAnswered = 81, OffersRefused = 15, OffersCallerGone = 4,
        Finished = 50, TalkMs = 9_000_000, WrapUpMs = 1_500_000,
        // 12 of the 50 were second talks; of 38 first ones four were handed on and two given back.
        Transferred = 5, FirstTalks = 38, FirstTalksRight = 32, HandedInside = 6, HandedOutside = 1, GivenBack = 2,
        HandedHere = 3,
    };

    private static readonly AgentTally Agent = new()
    {
        TalkingMs = 3_000_000, WrapUpMs = 600_000, RingingMs = 100_000, IdleMs = 1_200_000, AwayMs = 700_000,
        OnlineMs = 5_600_000, Online = 9, Staffed = 7, Available = 2, Ringing = 1, Talking = 3, WrappingUp = 1,
        Handling = Handling,
    };

    private static readonly (string Id, double Value)[] OfHandling =
    [
        ("handled", 81), ("offers", 100), ("answer-rate", 0.81), ("non-response", 19),
        ("non-response.without-customer-abandons", 15), ("average-handling-time", 210_000),
        ("average-talk-time", 180_000), ("average-wrap-up-time", 30_000), ("transfers.out.internal", 6),
        ("transfers.out.external", 1), ("transfers.in", 3), ("given-back", 2), ("transfer-rate", 0.1), // 5 / 50
        ("first-time-right", 32 / 38d),
    ];

    private static readonly (string Id, double Value)[] OfQueue =
    [
        ("waiting", 3), ("oldest-wait", 42_000), ("queued", 130), ("left", 125), ("answered", 80), ("abandoned", 25),
        ("abandoned.short", 5), ("callbacks", 10), ("moved", 4), ("ended-waiting", 6), ("not-routable", 2),
        ("service-level.answered-within-threshold", 0.6), // 60 / (80 + 25 - 5)
        ("service-level.amazon", 0.672), // 84 / 125
        ("service-level.genesys", 60 / 105d), ("service-level.asterisk", 0.75),
        ("service-level.asterisk2", 75 / 105d), ("service-level.without-early-abandons", 60 / 90d),
        ("abandonment-rate", 0.2), ("abandonment-rate.without-short", 0.2), // 25 / 125 and 20 / 100
        ("average-speed-of-answer", 15_000), ("longest-wait", 90_000), ("callbacks.answered", 4), ("callbacks.lost", 1),
        ("callbacks.average-speed-of-answer", 2_000), .. OfHandling,
    ];

    private static readonly (string Id, double Value)[] OfAgent =
    [
        ("online", 9), ("staffed", 7), ("available", 2), ("ringing", 1), ("talking", 3), ("wrapping-up", 1),
        ("occupancy", 0.75), // (3,000 + 600) / (3,000 + 600 + 1,200)
        ("idle-time", 1_200_000), ("talking-time", 3_000_000), ("wrap-up-time", 600_000), ("ringing-time", 100_000),
        ("away-time", 700_000), ("online-time", 5_600_000), .. OfHandling,
    ];

    [Fact]
    public void Every_figure_of_a_queue_has_the_value_computed_by_hand() =>
        Equal(OfQueue, QueueDefinitions.All.Select(one => one.Value(Queue)));

    [Fact]
    public void Every_figure_of_an_agent_has_the_value_computed_by_hand() =>
        Equal(OfAgent, AgentDefinitions.All.Select(one => one.Value(Agent)));

    [Fact]
    public void With_nothing_to_divide_by_there_is_no_figure_rather_than_nought()
    {
        var quotients = QueueDefinitions.All.Select(one => one.Value(new QueueTally()))
            .Concat(AgentDefinitions.All.Select(one => one.Value(new AgentTally())))
            .Where(figure => figure.Unit == Units.Ratio || figure.Id.Contains("average-", StringComparison.Ordinal))
            .ToList();

        Assert.True(quotients.Count > 15);
        Assert.All(quotients, figure => Assert.Null(figure.Value));
    }

    [Fact]
    public void Five_short_abandons_alone_lower_no_service_level_of_ours()
    {
        var quiet = new QueueTally { Answered = 10, AnsweredWithin = 9, Abandoned = 5, AbandonedShort = 5 };

        double? Level(string id) => QueueDefinitions.All.Single(one => one.Id == id).Of(quiet);
        Assert.Equal(0.9, Level("service-level.answered-within-threshold"));
        Assert.Equal(0.6, Level("service-level.genesys"));
    }

    [Fact]
    public void Several_agents_together_are_counted_from_their_sums()
    {
        var busy = new AgentTally { TalkingMs = 90, IdleMs = 10, Talking = 1, Handling = Handling };
        var idle = new AgentTally { TalkingMs = 10, IdleMs = 90, Available = 1 };

        var together = AgentTally.Sum([busy, idle]);

        Assert.Equal(0.5, AgentDefinitions.All.Single(one => one.Id == "occupancy").Of(together));
        Assert.Equal((1, 1, 81), (together.Talking, together.Available, together.Handling.OffersAnswered));
    }

    [Fact]
    public void Ids_are_unique_and_every_definition_is_told_in_both_languages()
    {
        Assert.Equal(
            DefinitionAnswer.All.Count, DefinitionAnswer.All.Select(one => (one.Id, one.Of)).Distinct().Count());
        Assert.All(DefinitionAnswer.All, one =>
        {
            Assert.True(one.Version >= 1);
            Assert.Contains(one.Unit, (string[])["count", "ms", "ratio"]);
            Assert.NotEmpty(one.English);
            Assert.Contains(one.Chinese, c => c is >= '\u4e00' and <= '\u9fff');
            Assert.NotEmpty(one.Source);
        });
    }

    /// <summary>The same figures in the same order: a definition nobody has computed by hand is seen too.</summary>
    private static void Equal(IEnumerable<(string Id, double Value)> byHand, IEnumerable<Figure> figures) =>
        Assert.Equal(byHand.Select(one => (one.Id, (double?)one.Value)), figures.Select(one => (one.Id, one.Value)));
}

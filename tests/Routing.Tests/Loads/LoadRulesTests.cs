using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Loads;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Loads;

/// <summary>Default settings: an angry call weighs 1, an abusive one 3; half-lives of two hours and two days.</summary>
public sealed class LoadRulesTests
{
    private const double Hour = 3_600;
    private static readonly LoadSettings _settings = new RoutingOptions().Load;

    private static HardCall Hard(string? mood, double ageSeconds, int? served = null, int agent = 1) => new()
    {
        AssignmentId = Id(5_000 + (int)ageSeconds),
        CallId = Id(6_000 + (int)ageSeconds),
        AgentId = Id(agent),
        QueueId = Sales,
        Mood = mood,
        Served = served,
        AnsweredAt = At(-ageSeconds),
    };

    private static AgentLoad LoadOf(int served, AgentPause[] pauses, params HardCall[] calls) =>
        LoadRules.Of(Agent(1) with { CallsServed = served }, calls, pauses, _settings, Noon);

    private static AgentPause Pause(double beganSeconds, double untilSeconds) =>
        new() { AgentId = Id(1), BeganAt = At(beganSeconds), UntilAt = At(untilSeconds) };

    [Fact]
    public void A_load_is_the_sum_of_the_weights_each_halved_with_every_half_life() => Assert.Equal(
        3 + .5 + (3 * .125),
        LoadOf(9, [], Hard("abusive", 0), Hard("angry", 2 * Hour), Hard("abusive", 6 * Hour), Hard(null, 0)).Value,
        9);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(600, 1.25)]
    [InlineData(1_200, 1.5)]
    [InlineData(36_000, 1.5)]
    public void A_long_hard_talk_weighs_more_but_never_more_than_half_again(double seconds, double factor) =>
        Assert.Equal(
            3 * factor / 2,
            LoadOf(1, [], Hard("abusive", 2 * Hour) with { ReleasedAt = At((-2 * Hour) + seconds) }).Value, 9);

    [Fact]
    public void One_hard_call_upon_another_weighs_more_until_a_pause_comes_between()
    {
        // Six angry calls, one each ten minutes: the fifth and the sixth have four or more behind them.
        HardCall[] calls = [.. Enumerable.Range(0, 6).Select(i => Hard("angry", 600 * i))];

        double Density(HardCall call, params AgentPause[] pauses) =>
            LoadRules.Density(call, [.. calls, Hard(null, 30)], pauses, _settings);
        Assert.Equal([1.5, 1.5, 1.375, 1.25, 1.125, 1], calls.Select(call => Density(call)));
        // A pause after the third last: before the last there was one, whatever came earlier.
        Assert.Equal(1.125, Density(calls[0], Pause(-900, -700)));
        Assert.Equal(1, Density(calls[1], Pause(-900, -700)));
        Assert.Equal(1.375, Density(calls[2], Pause(-900, -700)));
        // An hour apart they are no row.
        Assert.Equal(1, LoadRules.Density(Hard("angry", 0), [Hard("angry", Hour)], [], _settings));
    }

    [Fact]
    public void What_a_caller_is_expected_to_be_does_not_depend_on_how_long_or_how_dense_the_talks_were()
    {
        var barely = Hard("angry", 49 * Hour);
        Assert.False(LoadRules.Expected([barely with { ReleasedAt = At(-47 * Hour) }], _settings, Noon));
    }

    [Fact]
    public void A_call_that_is_answered_by_a_clock_ahead_of_ours_weighs_no_more_than_a_new_one() =>
        Assert.Equal(1, LoadOf(1, [], Hard("angry", -60)).Value);

    [Fact]
    public void A_row_is_the_hard_calls_since_the_last_ordinary_one()
    {
        HardCall[] calls = [Hard("angry", 900, 4), Hard(null, 600, 6), Hard("abusive", 300, 7)];

        Assert.Equal(2, LoadOf(7, [], calls).InARow);
        Assert.Equal(0, LoadOf(8, [], calls).InARow);
        Assert.Equal(1, LoadOf(4, [], calls[0]).InARow);
    }

    [Fact]
    public void A_pause_or_an_hour_without_a_hard_call_ends_a_row()
    {
        HardCall[] calls = [Hard("angry", 600, 6), Hard("angry", 300, 7)];

        Assert.Equal(1, LoadOf(7, [Pause(-400, -350)], calls).InARow);
        Assert.Equal(0, LoadOf(7, [Pause(-10, 590)], calls).InARow);
        Assert.Equal(0, LoadOf(7, [], Hard("angry", Hour, 7)).InARow);
    }

    [Fact]
    public void A_call_marked_after_its_wrap_up_counts_for_the_load_and_not_for_the_row()
    {
        var load = LoadOf(7, [], Hard("angry", 300));

        Assert.True(load.Value > .9);
        Assert.Equal(0, load.InARow);
    }

    [Theory]
    [InlineData("angry", 47, true)]
    [InlineData("angry", 49, false)]
    [InlineData("abusive", 120, true)]
    [InlineData("abusive", 130, false)]
    [InlineData(null, 0, false)]
    public void The_next_call_of_a_caller_is_expected_to_be_hard_for_some_days(string? mood, int hours, bool hard) =>
        Assert.Equal(hard, LoadRules.Expected([Hard(mood, hours * Hour)], _settings, Noon));

    [Fact]
    public void A_mood_is_said_corrected_and_taken_back_and_only_of_a_talk()
    {
        var talking = AssignmentRules.Answer(Reserved(), [], At(4)).Changed[0];
        var marked = LoadRules.Mark(talking, "abusive").Changed[0];

        Assert.Equal("abusive", HardCall.Of(marked)!.Mood);
        Assert.Equal(1, HardCall.Of(marked)!.Served);
        Assert.Null(HardCall.Of(LoadRules.Mark(marked, mood: null).Changed[0]));
        Assert.NotNull(HardCall.Of(talking with { Call = talking.Call with { Hard = true } }));
        Assert.Contains("nobody has talked", LoadRules.Mark(Reserved(), "angry").Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_is_offered_from_a_load_on_and_so_many_times_in_a_shift()
    {
        AgentLoad enough = new() { Value = 4 }, less = new() { Value = 3.9 };
        AgentPause[] three = [Pause(-9_000, -8_400), Pause(-6_000, -5_400), Pause(-3_000, -2_400)];
        AgentPause[] earlier = [Pause(-13 * Hour, -12.9 * Hour), .. three[1..]];

        Assert.True(PauseRules.Offered(enough, [], _settings, Noon));
        Assert.False(PauseRules.Offered(less, [], _settings, Noon));
        Assert.False(PauseRules.Offered(enough, three, _settings, Noon));
        Assert.True(PauseRules.Offered(enough, earlier, _settings, Noon));
        Assert.Equal(At(600), PauseRules.Take(Agent(1), enough, earlier, _settings, Noon).Pause!.UntilAt);
        Assert.Equal(
            "All 3 pauses of the shift are taken.", PauseRules.Take(Agent(1), enough, three, _settings, Noon).Refusal);
        Assert.StartsWith(
            "No pause", PauseRules.Take(Agent(1), less, [], _settings, Noon).Refusal, StringComparison.Ordinal);
        Assert.Equal(
            "The agent is talking.",
            PauseRules.Take(Agent(1) with { Activity = "talking" }, enough, [], _settings, Noon).Refusal);
        Assert.Equal(At(60), PauseRules.Take(Agent(1), less, [Pause(-540, 60)], _settings, Noon).Pause!.UntilAt);
    }

    [Fact]
    public void A_pause_that_is_over_or_lies_a_shift_back_counts_no_more_and_one_that_runs_is_not_offered_again()
    {
        AgentLoad enough = new() { Value = 4 };
        AgentPause[] four = [Pause(-900, -800), Pause(-700, -600), Pause(-500, -400), Pause(-300, -200)];

        Assert.Null(PauseRules.Running([Pause(-600, 0)], Noon));
        Assert.Equal(3, PauseRules.Left([Pause(-12 * Hour, -11 * Hour)], _settings, Noon));
        Assert.Equal(0, PauseRules.Left(four, _settings, Noon));
        Assert.False(PauseRules.Offered(enough, [Pause(-60, 540)], _settings, Noon));
        Assert.NotNull(PauseRules.Take(Agent(1) with { Activity = "wrap-up" }, enough, [], _settings, Noon).Pause);
    }

    [Fact]
    public void A_call_that_was_marked_after_its_wrap_up_is_in_no_row_and_breaks_none() =>
        Assert.Equal(1, LoadOf(7, [], Hard("angry", 300, 7), Hard("angry", 100)).InARow);

    [Fact]
    public void Half_of_an_angry_call_left_is_enough_to_expect_another() =>
        Assert.True(LoadRules.Expected([Hard("angry", 48 * Hour)], _settings, Noon));

    [Fact]
    public void Loads_are_told_of_those_alone_who_had_hard_calls() => Assert.Equal(
        [Id(1)], LoadRules.OfAll([Agent(1), Agent(2)], [Hard("angry", 60)], [], _settings, Noon).Keys);

    [Fact]
    public void A_team_is_told_of_only_when_three_of_it_are_at_work()
    {
        Agent[] agents =
        [
            .. Enumerable.Range(1, 3).Select(n => Agent(n) with { Team = "north" }),
            .. Enumerable.Range(4, 3).Select(n => Agent(n) with { Team = "south" }),
            Agent(7),
        ];
        agents[5] = agents[5] with { Status = AgentStatuses.Offline };
        var loads = new Dictionary<Guid, AgentLoad> { [Id(2)] = new() { Value = 4 }, [Id(4)] = new() { Value = 5 } };

        var team = Assert.Single(LoadRules.OfTeams(agents, loads, from: 4, smallest: 3));

        Assert.Equal(("north", 3, 1), (team.Team, team.AtWork, team.ToRelieve));
    }
}

using CallCenter.Quality.Forms;
using CallCenter.Quality.Measuring;
using Xunit;

namespace CallCenter.Quality.Tests.Forms;

public sealed class ScoreRulesTests
{
    private static FormItem Item(string name, decimal weight, bool fatal = false) => new()
    {
        Name = name,
        Measure = name,
        Weight = weight,
        Points = [[0, 0], [1, 1]],
        Fatal = fatal,
    };

    private static EvaluationForm Form(bool fatal = false) => new()
    {
        FormId = Guid.Empty,
        Version = 1,
        Name = "Example",
        Sections =
        [
            new FormSection { Name = "A", Weight = 40, Items = [Item("q1", 50), Item("q2", 50)] },
            new FormSection { Name = "B", Weight = 60, Items = [Item("q3", 70), Item("q4", 30, fatal)] },
        ],
    };

    private static MeasureValue Answer(FormItem item) => item.Name switch
    {
        "q1" => MeasureValue.Of(1),
        "q2" => MeasureValue.NotApplicable("no such thing"),
        "q3" => MeasureValue.Of(.5),
        _ => MeasureValue.Of(0),
    };

    [Fact]
    public void The_worked_example_of_the_formula_gives_61()
    {
        var scored = ScoreRules.Score(Form(), Answer);

        Assert.Equal((61m, 61m), (scored.RawScore, scored.Score));
        Assert.Equal("no such thing", scored.Items.Single(item => item.Item == "q2").NotApplicable);
    }

    [Fact]
    public void A_fatal_item_that_fails_makes_it_0_and_leaves_the_raw_score()
    {
        var scored = ScoreRules.Score(Form(fatal: true), Answer);

        Assert.Equal((61m, 0m), (scored.RawScore, scored.Score));
    }

    [Fact]
    public void Where_nothing_is_applicable_there_is_no_score()
    {
        var scored = ScoreRules.Score(Form(fatal: true), _ => MeasureValue.NotApplicable("nobody spoke"));

        Assert.Null(scored.RawScore);
        Assert.Null(scored.Score);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(10, 0)]
    [InlineData(15, .5)]
    [InlineData(20, 1)]
    [InlineData(25, 1)]
    [InlineData(40, .5)]
    [InlineData(99, .25)]
    public void Between_the_points_are_straight_lines(double value, double score) =>
        Assert.Equal(
            (decimal)score,
            ScoreRules.Between([[10, 0], [20, 1], [30, 1], [50, 0], [50.0001m, .25m]], (decimal)value));

    [Fact]
    public void A_talk_of_which_hardly_anything_was_heard_answers_no_measure()
    {
        var hardly = TalkRules.Measure([], [new Interval(0, 900)], 10_000);
        var enough = TalkRules.Measure([new Interval(0, 9_000)], [], 9_000);

        Assert.Equal("hardly anybody spoke", MeasureRules.Of("silence-share", hardly).WhyNot);
        Assert.Equal("no such measure", MeasureRules.Of("mood", enough).WhyNot);
    }
}

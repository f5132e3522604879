using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Surveys;
using Xunit;

namespace CallCenter.Feedback.Tests.Complaints;

public class GrievanceTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void Satisfaction_of_1_or_2_is_bad(int score, bool bad) =>
        Assert.Equal(bad, Grievance.Of(new Facts().Survey(score)) is not null);

    [Fact]
    public void A_low_figure_of_another_question_is_not_bad() =>
        Assert.Null(Grievance.Of(new Facts().Survey(1, "nps")));

    [Theory]
    [InlineData(39.99, true)]
    [InlineData(40.0, false)]
    [InlineData(100.0, false)]
    [InlineData(null, false)]
    public void An_evaluation_under_the_threshold_is_bad(double? score, bool bad) =>
        Assert.Equal(bad, Grievance.Of(new Facts().Evaluated((decimal?)score), 40) is not null);

    [Fact]
    public void A_threshold_of_0_switches_it_off() => Assert.Null(Grievance.Of(new Facts().Evaluated(0), 0));

    [Theory]
    [InlineData("csat", 6)]
    [InlineData("csat", 0)]
    [InlineData("", 3)]
    public void An_answer_that_cannot_be_true_has_a_reason(string question, int score) =>
        Assert.NotNull(SurveyRules.WhyNotKept(new Facts().Survey(score, question)));
}

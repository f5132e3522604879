using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

public sealed class SurveyTests
{
    private static CallStory Asked() => new CallStory().Assign().PickUp().AgentHangsUp();

    [Theory]
    [InlineData('1', 1)]
    [InlineData('5', 5)]
    public void A_key_from_1_to_5_is_the_score_and_cuts_the_question_off(char key, int score)
    {
        var story = Asked().Hear(new KeyPressed(key));
        Assert.Equal((score, "csat"), (story.The<SurveyAnswered>().Score, story.The<SurveyAnswered>().Question));
        Assert.Contains(story.Orders, order => order is StopPrompt);
        Assert.Equal(CallPhase.Thanking, story.Call.Phase);
    }

    [Theory]
    [InlineData('0')]
    [InlineData('6')]
    [InlineData('*')]
    [InlineData('#')]
    [InlineData('A')]
    public void A_key_that_means_nothing_asks_again_once(char key)
    {
        var story = Asked().Hear(new KeyPressed(key));
        Assert.Equal(CallPhase.Surveying, story.Call.Phase);
        Assert.Equal(2, story.Orders.OfType<Play>().Count(play => play.Media == story.Settings.SurveyMedia));
        story.Hear(new KeyPressed(key));
        Assert.Equal(CallPhase.Thanking, story.Call.Phase);
        Assert.Empty(story.Events.OfType<SurveyAnswered>());
    }

    [Fact]
    public void Silence_ends_the_question()
    {
        var story = Asked();
        story.Hear(new PromptFinished(story.Call.PromptId!));
        Assert.Equal(story.Now + story.Settings.SurveyTime, story.Call.DeadlineAt);
        story.Expire();
        Assert.Equal(CallPhase.Thanking, story.Call.Phase);
    }

    [Fact]
    public void Keys_at_the_wrong_time_mean_nothing()
    {
        var story = new CallStory(greeting: "g").Hear(new KeyPressed('1'));
        story.Hear(new PromptFinished(story.Call.PromptId!)).Hear(new KeyPressed('1'));
        story.Assign().Hear(new KeyPressed('1')).PickUp().Hear(new KeyPressed('1'));
        Assert.Empty(story.Events.OfType<SurveyAnswered>());
        story.AgentHangsUp().Hear(new KeyPressed('2')).Hear(new KeyPressed('5'));
        Assert.Equal(2, story.The<SurveyAnswered>().Score);
    }

    [Fact]
    public void The_end_of_an_old_prompt_is_not_the_end_of_the_present_one()
    {
        var story = Asked();
        var question = story.Call.PromptId!;
        story.Hear(new KeyPressed('3')).Hear(new PromptFinished(question));
        Assert.Equal(CallPhase.Thanking, story.Call.Phase);
    }
}

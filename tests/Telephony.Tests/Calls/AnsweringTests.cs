using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Callers who are answered when an agent is there, or when something is asked of them.</summary>
public sealed class AnsweringTests
{
    private const string Document = """
        {"entry": "hello", "safeExit": "bye", "languages": ["en", "zh"], "nodes": {
          "hello": {"type": "play", "prompts": ["callcenter/hello"], "next": {"done": "menu"}},
          "menu": {"type": "menu", "prompts": ["callcenter/menu"], "next": {"1": "bye", "timeout": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    private static int At<T>(CallStory story) => story.Orders.FindIndex(order => order is T);

    private static bool IsAnswered(CallStory story) => story.Orders.OfType<AnswerCaller>().Any();

    [Fact]
    public void A_caller_is_answered_before_they_are_joined_and_not_sooner()
    {
        var story = new CallStory(answer: NumberAnswers.AtAgent);
        Assert.Equal([typeof(OpenCaller), typeof(MusicOn)], story.Orders.Select(order => order.GetType()));
        story.Assign();
        Assert.False(IsAnswered(story));
        story.PickUp();
        Assert.True(At<AnswerCaller>(story) < At<JoinLegs>(story));
        Assert.Single(story.Orders.OfType<AnswerCaller>());
    }

    [Fact]
    public void A_flow_answers_before_it_asks_for_keys()
    {
        var story = new CallStory(book: CallFlowTests.Book(Document), answer: NumberAnswers.AtAgent);
        Assert.False(IsAnswered(story));
        story.HearOut();
        Assert.Equal("callcenter/menu", story.Media);
        Assert.True(IsAnswered(story));
        Assert.True(At<AnswerCaller>(story) < story.Orders.FindLastIndex(order => order is Play));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_caller_who_is_offered_a_callback_is_answered_since_they_press_a_key(bool offered)
    {
        var story = new CallStory(answer: NumberAnswers.AtAgent).After(TimeSpan.FromMinutes(1));
        story.Hear(new PlaceFound(new CallPlace
        {
            QueueId = CallStory.Sales, Position = 2, PositionTold = true, CallbackOffered = offered,
            ChangedAt = story.Now,
        }));
        Assert.Equal(offered, IsAnswered(story));
    }
}

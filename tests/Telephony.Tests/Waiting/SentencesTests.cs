using CallCenter.Contracts.Telephony;
using CallCenter.Local.Sounds;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Tests.Calls;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Waiting;

/// <summary>Everything that waiting callers can hear is spoken in both languages.</summary>
public sealed class SentencesTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Every_sentence_exists_and_none_for_nothing(string language)
    {
        var heard = Told().Concat(Asked()).SelectMany(play => play.Media.Split(',')).ToHashSet();

        Assert.Equal(
            WaitingPrompts.All.Where(prompt => prompt.Language == language)
                .Select(prompt => "callcenter/" + prompt.Name).Order(),
            heard.Except([new CallSettings().NotRoutableMedia]).Order());
    }

    private static IEnumerable<Play> Told()
    {
        foreach (var position in Enumerable.Range(1, TellingRules.FarthestPosition + 1))
        {
            foreach (var minutes in TellingRules.Waits.Append(61))
            {
                var story = new CallStory().After(TimeSpan.FromSeconds(30));
                story.Hear(new PlaceFound(new CallPlace
                {
                    QueueId = CallStory.Sales,
                    Position = position,
                    EstimatedWaitMs = minutes * 60_000,
                    PositionTold = true,
                    WaitTold = true,
                    ChangedAt = story.Now,
                }));
                yield return story.Orders.OfType<Play>().Single();
            }
        }
    }

    private static List<Play> Asked()
    {
        var story = new CallStory().Hear(new NotRoutable("callback-only"));
        story.Press("12").Press("123#").Press("01632967458#").Press("2").Press("01632969999#").Press("1");
        Assert.Single(story.Events.OfType<CallbackRequested>());
        return [.. story.Orders.OfType<Play>()];
    }
}

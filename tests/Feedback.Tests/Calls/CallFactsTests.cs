using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Calls;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Feedback.Tests.Calls;

public class CallFactsTests
{
    private static readonly Facts _call = new();

    private static readonly object[] _facts =
    [
        _call.Arrived, _call.Queued, _call.Answered, _call.Survey(1), _call.Ended, _call.WrappedUp, _call.Evaluated(50),
    ];

    [Fact]
    public void The_order_in_which_facts_are_heard_changes_nothing() => Prop.ForAll(
        Gen.Shuffle(_facts).ToArbitrary(),
        order => Heard(order) == Heard(_facts)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_fact_heard_again_changes_nothing() => Prop.ForAll(
        Gen.Shuffle(_facts).ToArbitrary(),
        Gen.Elements(_facts).ToArbitrary(),
        (order, again) =>
            Heard([.. order, again]) == Heard(order)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void After_a_transfer_the_last_agent_counts_whichever_answer_is_heard_last()
    {
        var second = _call.Answered with { AgentId = Guid.CreateVersion7(), AnsweredAt = Facts.Noon.AddSeconds(40) };

        Assert.Equal(second.AgentId, Heard([_call.Answered, second]).AgentId);
        Assert.Equal(second.AgentId, Heard([second, _call.Answered]).AgentId);
    }

    private static CallFacts Heard(IEnumerable<object> facts) =>
        facts.Aggregate(new CallFacts { CallId = _call.CallId }, (call, fact) => fact switch
        {
            CallArrived f => call.Hear(f),
            CallQueued f => call.Hear(f),
            CallAnswered f => call.Hear(f),
            SurveyAnswered f => call.Hear(f),
            CallEnded f => call.Hear(f),
            CallWrappedUp f => call.Hear(f),
            CallEvaluated f => call.Hear(f),
            _ => call,
        });
}

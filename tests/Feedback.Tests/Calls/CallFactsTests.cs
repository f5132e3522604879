using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Calls;
using CallCenter.Fixtures;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Feedback.Tests.Calls;

public class CallFactsTests(Servers servers)
{
    private const int Orders = 300;
    private static readonly Facts _call = new();

    private static readonly object[] _facts =
    [
        _call.Arrived, _call.Queued, _call.Answered, _call.Survey(1), _call.Ended, _call.WrappedUp, _call.Evaluated(50),
    ];

    [Fact]
    public async Task The_order_in_which_facts_are_heard_changes_nothing()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var expected = await HeardAsync(bench, _facts);
        Assert.Equal((_call.QueueId, _call.AgentId), (expected.QueueId, expected.AgentId));
        Assert.Equal((50m, "completed"), (expected.EvaluationScore, expected.Cause));

        foreach (var order in Gen.Shuffle(_facts).Sample(7, Orders))
        {
            Assert.Equal(expected, await HeardAsync(bench, order));
        }
    }

    [Fact]
    public async Task A_fact_heard_again_changes_nothing()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        foreach (var order in Gen.Shuffle(_facts).Sample(7, Orders))
        {
            Assert.Equal(await HeardAsync(bench, order), await HeardAsync(bench, [.. order, order[0]]));
        }
    }

    [Fact]
    public async Task After_a_transfer_the_last_agent_counts_whichever_answer_is_heard_last()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var second = _call.Answered with
        {
            AgentId = Guid.CreateVersion7(),
            QueueId = Guid.CreateVersion7(),
            AnsweredAt = Facts.Noon.AddSeconds(40),
        };

        foreach (var order in (object[][])[[_call.Answered, second], [second, _call.Answered]])
        {
            var known = await HeardAsync(bench, order);
            Assert.Equal(
                (second.AgentId, second.QueueId, second.AnsweredAt), (known.AgentId, known.QueueId, known.AnsweredAt));
        }
    }

    [Fact]
    public async Task The_queue_waited_in_last_counts_until_an_agent_answers()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var next = _call.Queued with { QueueId = Guid.CreateVersion7(), QueuedAt = Facts.Noon.AddSeconds(7) };

        Assert.Equal(next.QueueId, (await HeardAsync(bench, [_call.Queued, next])).QueueId);
        Assert.Equal(next.QueueId, (await HeardAsync(bench, [_call.Queued, next, _call.Ended])).QueueId);
        Assert.Equal(_call.QueueId, (await HeardAsync(bench, [_call.Answered, next])).QueueId);
    }

    [Fact]
    public async Task An_evaluation_without_a_score_takes_the_place_of_the_one_before()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var again = _call.Evaluated(null);

        var known = await HeardAsync(bench, [_call.Evaluated(50), again]);

        Assert.Equal((again.EvaluationId, null), (known.EvaluationId, known.EvaluationScore));
    }

    /// <summary>What is known after these facts; the call is forgotten again.</summary>
    private static async Task<CallFacts> HeardAsync(FeedbackBench bench, IEnumerable<object> facts)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = await bench.Database.OpenConnectionAsync(cancel);
        await using var work = await connection.BeginTransactionAsync(cancel);
        CallFacts? known = null;
        foreach (var fact in facts)
        {
            known = await CallFactsStore.MergeAsync(work, Said(fact), cancel);
        }

        return known!;
    }

    private static CallFacts Said(object fact) => fact switch
    {
        CallArrived f => CallFacts.Of(f),
        CallQueued f => CallFacts.Of(f),
        CallAnswered f => CallFacts.Of(f),
        SurveyAnswered f => CallFacts.Of(f),
        CallEnded f => CallFacts.Of(f),
        CallWrappedUp f => CallFacts.Of(f),
        CallEvaluated f => CallFacts.Of(f),
        _ => throw new ArgumentException($"{fact} is no fact of a call.", nameof(fact)),
    };
}

using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Feedback.Tests.Calls;

public class CallConsumerTests(Servers servers)
{
    [Fact]
    public async Task An_unknown_caller_becomes_a_customer_and_is_recognised_the_next_time()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var (first, second, other) = (new Facts(), new Facts(), new Facts { CallerRef = "k1:0002" });

        await bench.HearAsync(first.Arrived);
        await bench.HearAsync(second.Arrived);
        await bench.HearAsync(other.Arrived);

        var customer = (await bench.CallAsync(first.CallId))!.CustomerId;
        Assert.NotNull(customer);
        Assert.Equal(customer, (await bench.CallAsync(second.CallId))!.CustomerId);
        Assert.NotEqual(customer, (await bench.CallAsync(other.CallId))!.CustomerId);
        Assert.Equal(0, await bench.ScalarAsync<int>("select count(*) from customer_reference where e164 is not null"));
    }

    [Fact]
    public async Task A_withheld_number_makes_no_customer()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts { CallerRef = null };

        await bench.HearAsync(call.Arrived);

        Assert.Null((await bench.CallAsync(call.CallId))!.CustomerId);
        Assert.Equal(0, await bench.ScalarAsync<int>("select count(*) from customer"));
    }

    [Fact]
    public async Task Calls_of_one_new_caller_at_the_same_moment_make_one_customer()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.HearAsync(new Facts().Arrived)));

        Assert.Equal(1, await bench.ScalarAsync<int>("select count(*) from customer"));
        Assert.Equal(1, await bench.ScalarAsync<int>("select count(distinct customer_id) from call_fact"));
    }

    [Fact]
    public async Task All_facts_of_a_call_are_kept()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts();

        await bench.HearAsync(call.WrappedUp);
        await bench.HearAsync(call.Evaluated(77.5m));
        await bench.HearAsync(call.Ended);
        await bench.HearAsync(call.Answered);
        await bench.HearAsync(call.Queued);
        await bench.HearAsync(call.Arrived);

        var known = (await bench.CallAsync(call.CallId))!;
        Assert.Equal((call.QueueId, call.AgentId), (known.QueueId, known.AgentId));
        Assert.Equal(("late-delivery", 77.5m, "completed"), (known.Disposition, known.EvaluationScore, known.Cause));
        Assert.Equal(Facts.Noon, known.ArrivedAt);
        Assert.Equal(Facts.Noon.AddSeconds(60), known.EndedAt);
        Assert.Null(await bench.ComplaintAsync(call.CallId));
    }
}

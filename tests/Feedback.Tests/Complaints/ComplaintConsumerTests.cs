using CallCenter.Contracts.Feedback;
using CallCenter.Fixtures;
using CallCenter.Messaging.Inbox;
using Xunit;

namespace CallCenter.Feedback.Tests.Complaints;

public class ComplaintConsumerTests(Servers servers)
{
    [Fact]
    public async Task A_bad_answer_raises_a_complaint_with_two_clocks()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts();
        await bench.HearAsync(call.Arrived);

        await bench.HearAsync(call.Survey(1));

        var raised = Assert.Single(await bench.SaidAsync<ComplaintRaised>());
        var customer = (await bench.CallAsync(call.CallId))!.CustomerId;
        Assert.Equal((call.CallId, customer, call.QueueId, call.AgentId),
            (raised.CallId, raised.CustomerId, raised.QueueId, raised.AgentId));
        Assert.Equal(("survey", "low-satisfaction"), (raised.Source, raised.Reason));
        Assert.Equal(Facts.Noon.AddSeconds(65), raised.RaisedAt);
        Assert.Equal(raised.RaisedAt.AddHours(24), raised.PromiseDueAt);
        Assert.Equal(raised.RaisedAt.AddHours(8), raised.CommitmentDueAt);
        Assert.Equal(raised.ComplaintId, (await bench.ComplaintAsync(call.CallId))!.Value.Complaint.ComplaintId);
    }

    [Fact]
    public async Task A_good_answer_is_kept_and_raises_nothing()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts();

        await bench.HearAsync(call.Survey(5));

        Assert.Empty(await bench.SaidAsync<ComplaintRaised>());
        Assert.Equal(5, await bench.ScalarAsync<int>("select score from survey_answer"));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_true_goes_to_the_error_queue_and_is_not_kept()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);

        var fault = await Assert.ThrowsAsync<MalformedEventException>(() => bench.HearAsync(new Facts().Survey(9)));

        Assert.Equal("satisfaction is from 1 to 5", fault.Message);
        Assert.Equal(0, await bench.ScalarAsync<int>("select count(*) from survey_answer"));
    }

    [Fact]
    public async Task A_bad_evaluation_joins_the_complaint_of_the_bad_answer()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts();
        await bench.HearAsync(call.Survey(2));

        await bench.HearAsync(call.Evaluated(10));

        Assert.Single(await bench.SaidAsync<ComplaintRaised>());
        var (_, sources) = (await bench.ComplaintAsync(call.CallId))!.Value;
        Assert.Equal([("survey", 2m), ("evaluation", 10m)], sources.Select(s => (s.Source, s.Score!.Value)));
    }

    [Fact]
    public async Task A_complaint_raised_before_the_arrival_was_heard_gets_its_customer_with_it()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts();
        await bench.HearAsync(call.Evaluated(10));
        Assert.Null((await bench.ComplaintAsync(call.CallId))!.Value.Complaint.CustomerId);

        await bench.HearAsync(call.Arrived);

        var customer = (await bench.CallAsync(call.CallId))!.CustomerId;
        Assert.NotNull(customer);
        Assert.Equal(customer, (await bench.ComplaintAsync(call.CallId))!.Value.Complaint.CustomerId);
        Assert.Single(await bench.SaidAsync<ComplaintRaised>());
    }

    [Fact]
    public async Task Grievances_from_all_sides_at_once_raise_one_complaint()
    {
        await using var bench = await FeedbackBench.CreateAsync(servers);
        var call = new Facts();

        await Task.WhenAll(
        [
            bench.HearAsync(call.Survey(1)), bench.HearAsync(call.Arrived),
            .. Enumerable.Range(0, 6).Select(i => bench.HearAsync(call.Evaluated(i))),
        ]);

        Assert.Single(await bench.SaidAsync<ComplaintRaised>());
        Assert.Equal(7, (await bench.ComplaintAsync(call.CallId))!.Value.Sources.Count);
    }

    [Fact]
    public async Task Settings_change_promise_and_threshold()
    {
        await using var bench = await FeedbackBench.CreateAsync(
            servers, new FeedbackOptions { PromiseTime = TimeSpan.FromHours(2), EvaluationThreshold = 80 });
        var call = new Facts();

        await bench.HearAsync(call.Evaluated(79));

        var raised = Assert.Single(await bench.SaidAsync<ComplaintRaised>());
        Assert.Equal(raised.RaisedAt.AddHours(2), raised.PromiseDueAt);
        Assert.Equal(raised.PromiseDueAt, raised.CommitmentDueAt);
    }
}

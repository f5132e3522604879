using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Departments;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Feedback.Tests.Complaints;

/// <summary>What holds of every sequence of grievances about one call.</summary>
public class ComplaintRulesTests
{
    private static readonly DateTimeOffset _now = Facts.Noon;
    private static readonly Guid _queue = Guid.CreateVersion7();
    private static readonly CallFacts _call = new() { CallId = Guid.CreateVersion7(), QueueId = _queue };
    private static readonly TimeSpan _promise = TimeSpan.FromHours(24);

    private static readonly DepartmentTable _departments = new()
    {
        Departments = [Department(hours: 8) with { IsDefault = true }],
        Duties = [],
    };

    private static readonly Gen<Grievance> _grievances =
        from source in Gen.Elements(ComplaintSources.Survey, ComplaintSources.Evaluation, ComplaintSources.Agent)
        from origin in Gen.Choose(1, 3)
        from seconds in Gen.Choose(-100_000, 1_000)
        select new Grievance
        {
            Source = source,
            Origin = $"{origin}",
            Reason = "rude",
            At = _now.AddSeconds(seconds),
        };

    [Fact]
    public void Many_grievances_are_one_complaint_said_once() =>
        Holds((grievances, all) =>
            all.Select(c => c.Complaint).Distinct().Count() == 1
            && all.Count(c => c.Raised is not null) == 1
            && all[0].Raised!.Source == grievances[0].Source);

    [Fact]
    public void Each_source_is_added_once() =>
        Holds((grievances, all) =>
            all.Count(c => c.Added is not null) == grievances.Select(g => (g.Source, g.Origin)).Distinct().Count());

    [Fact]
    public void Later_sources_move_neither_clock() =>
        Holds((_, all) => all.All(c =>
            c.Complaint.PromiseDueAt == all[0].Complaint.PromiseDueAt
            && c.Complaint.CommitmentDueAt == all[0].Complaint.CommitmentDueAt));

    [Fact]
    public void Clocks_run_from_when_it_was_expressed_and_never_from_the_future() =>
        Holds((grievances, all) =>
        {
            var raised = all[0].Complaint;
            var expected = grievances[0].At < _now ? grievances[0].At : _now;
            return raised.RaisedAt == expected && raised.PromiseDueAt == expected + _promise
                && raised.CommitmentDueAt == expected + TimeSpan.FromHours(8);
        });

    [Fact]
    public void The_commitment_never_ends_after_the_promise() => Prop.ForAll(
        Gen.Choose(1, 100).ToArbitrary(),
        Gen.Choose(1, 100).ToArbitrary(),
        (commitment, promise) =>
        {
            var table = _departments with { Departments = [Department(commitment) with { IsDefault = true }] };
            var complaint = ComplaintRules.Receive(
                null, [], _call, Grievance(), table, TimeSpan.FromHours(promise), Guid.Empty, _now).Complaint;
            return complaint.CommitmentDueAt <= complaint.PromiseDueAt
                && complaint.CommitmentDueAt == _now.AddHours(Math.Min(commitment, promise));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void What_the_grievance_knows_of_queue_and_agent_comes_before_what_is_known_of_the_call()
    {
        var (queue, agent) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var call = _call with { AgentId = Guid.CreateVersion7() };

        var named = Raise(call, Grievance() with { QueueId = queue, AgentId = agent });
        var unnamed = Raise(call, Grievance());

        Assert.Equal((queue, agent), (named.QueueId!.Value, named.AgentId!.Value));
        Assert.Equal((call.QueueId, call.AgentId), (unnamed.QueueId, unnamed.AgentId));
    }

    private static Complaint Raise(CallFacts call, Grievance grievance) =>
        ComplaintRules.Receive(null, [], call, grievance, _departments, _promise, Guid.Empty, _now).Complaint;

    private static Grievance Grievance() =>
        new() { Source = ComplaintSources.Agent, Origin = "1", Reason = "rude", At = _now };

    private static Department Department(int hours) => new()
    {
        DepartmentId = Guid.CreateVersion7(),
        Name = "Care",
        CommitmentMs = hours * 3_600_000L,
        IsDefault = false,
        ChangedAt = _now,
    };

    private static void Holds(Func<Grievance[], List<ComplaintChange>, bool> property) =>
        Prop.ForAll(_grievances.NonEmptyListOf().Select(l => l.ToArray()).ToArbitrary(), grievances =>
        {
            var (all, sources) = (new List<ComplaintChange>(), new List<ComplaintSource>());
            foreach (var grievance in grievances)
            {
                all.Add(ComplaintRules.Receive(
                    all.LastOrDefault()?.Complaint,
                    sources,
                    _call,
                    grievance,
                    _departments,
                    _promise,
                    Guid.CreateVersion7(),
                    _now));
                sources.AddRange(all[^1].Added is { } added ? [added] : []);
            }

            return property(grievances, all);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}

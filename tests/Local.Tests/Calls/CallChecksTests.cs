using System.Text.Json;
using CallCenter.Local.Calls;
using Xunit;

namespace CallCenter.Local.Tests.Calls;

public sealed class CallChecksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly (string Service, string Name)[] Life =
    [
        ("telephony", "CallArrived"), ("telephony", "CallQueued"), ("routing", "CallAssigned"),
        ("telephony", "CallAnswered"), ("telephony", "AgentReleased"), ("telephony", "SurveyAnswered"),
        ("feedback", "ComplaintRaised"), ("telephony", "CallEnded"), ("routing", "CallWrappedUp"),
        ("telephony", "RecordingReady"), ("quality", "CallEvaluated"),
    ];

    [Fact]
    public void A_whole_life_passes() => Assert.Empty(Failed(Events(Life)));

    [Fact]
    public void A_missing_event_is_named()
    {
        var failed = Failed(Events([.. Life.Where(step => step.Name != "CallEvaluated")]));

        Assert.Contains(failed, check => check.Found.Contains("missing: CallEvaluated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CallQueued", "CallAssigned")]
    [InlineData("RecordingReady", "CallEvaluated")]
    [InlineData("AgentReleased", "SurveyAnswered")]
    public void An_effect_before_its_cause_is_named(string cause, string effect)
    {
        var life = Life.ToList();
        var (from, to) = (life.FindIndex(s => s.Name == effect), life.FindIndex(s => s.Name == cause));
        (life[from], life[to]) = (life[to], life[from]);

        Assert.Contains(Failed(Events([.. life])), check => check.Found.Contains(
            $"{cause} < {effect}", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_that_came_twice_is_named()
    {
        var failed = Failed(Events([.. Life, ("feedback", "ComplaintRaised")]));

        Assert.Equal("ComplaintRaised", Assert.Single(failed).Found);
    }

    [Fact]
    public void A_service_that_is_heard_out_of_order_is_named()
    {
        var events = Events(Life).ToList();
        (events[0], events[1]) = (events[1], events[0]);

        Assert.Contains(Failed(events), check => check.Found == "telephony about call/1");
    }

    private static List<CallCheck> Failed(IReadOnlyList<HeardEvent> events) =>
        [.. CallChecks.OfEvents(events).Where(check => !check.Holds)];

    private static IReadOnlyList<HeardEvent> Events((string Service, string Name)[] life) =>
        [.. life.Select((step, index) => new HeardEvent
        {
            Id = new Guid(index, 0, 0, new byte[8]),
            Type = step.Name,
            Name = step.Name,
            Service = step.Service,
            Subject = "call/1",
            SubjectSeq = index + 1,
            Time = Noon.AddMilliseconds(index),
            HeardAt = index,
            Body = JsonSerializer.Deserialize<JsonElement>("{}"),
        })];
}

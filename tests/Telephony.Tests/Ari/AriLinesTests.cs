using System.Text.Json;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Lines;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

public sealed class AriLinesTests
{
    private const string Counted = "ssrc=1576006602;themssrc=2741792182;lp=7;rxjitter=0.002000;rxcount=182;"
        + "txjitter=0.000875;txcount=178;rlp=3;rtt=0.125000;rxmes=0.000000;txmes=0.000000";

    private static readonly Guid CallId = Guid.CreateVersion7();
    private static readonly Guid AssignmentId = Guid.CreateVersion7();

    [Fact]
    public void The_last_event_of_a_leg_tells_its_line() => Assert.Equal(
        new LineCounts
        {
            ReceivedPackets = 182,
            ReceivedLost = 7,
            ReceivedJitterMs = 0.875,
            SentPackets = 178,
            SentLost = 3,
            SentJitterMs = 2,
            RoundTripMs = 125,
        },
        Line("local-1.0", Counted, CallId.ToString("N"))!.Counts);

    [Fact]
    public void A_leg_is_the_caller_s_the_agent_s_or_another()
    {
        Assert.Equal("caller", Line("local-1.0", Counted, CallId.ToString("N"))!.Role);
        Assert.Equal("caller", Line(CallIds.CustomerLeg(CallId), Counted)!.Role);
        Assert.Equal("other", Line($"{CallId:N}.x.1", Counted)!.Role);
        var agent = Line(CallIds.AgentLeg(CallId, AssignmentId), Counted)!;
        Assert.Equal(("agent", AssignmentId, CallId), (agent.Role, agent.AssignmentId, agent.CallId));
    }

    [Fact]
    public void The_line_of_a_caller_is_of_the_call_that_was_made_of_their_leg()
    {
        var madeAt = new DateTimeOffset(2026, 11, 27, 20, 38, 12, 123, TimeSpan.Zero);
        using var json = JsonDocument.Parse("""
            {"id":"local-1.0","creationtime":"2026-11-27T20:38:12.123+0000","channelvars":{"RTPAUDIOQOS":"rxcount=5"} }
            """);
        var line = AriLines.Of(json.RootElement)!;
        Assert.Equal(("caller", CallIds.OfArrival("local-1.0", madeAt)), (line.Role, line.CallId));
    }

    [Fact]
    public void A_leg_of_no_call_and_one_without_counts_tell_nothing()
    {
        Assert.Null(Line("local-1.0", Counted));
        Assert.Null(Line("local-1.0", Counted, "not a call"));
        Assert.Null(Line("local-1.0", "", CallId.ToString("N")));
        using var json = JsonDocument.Parse("""{"id":"x"}""");
        Assert.Null(AriLines.Of(json.RootElement));
    }

    [Theory]
    [InlineData("lp=4294967295;rxcount=-5;rtt=NaN;txjitter=1e300;rxjitter=-1;rlp=;txcount")]
    [InlineData(";;==;=;lp=;lp=5;lp=6")]
    public void Counts_that_cannot_be_are_none(string counted) =>
        Assert.Equal(new LineCounts(), AriLines.Counts(counted));

    [Fact]
    public void Whatever_a_node_counts_the_line_has_a_score() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<int>(), (text, number) =>
        {
            var counts = AriLines.Counts($"lp={number};rxcount={text};{text}=5;txjitter={number}.5;rtt={text}");
            return LineRules.ReceivedMos(counts) is >= 1 and <= 4.5;
        }).QuickCheckThrowOnFailure();

    private static LegLine? Line(string leg, string counted, string? tag = null)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new
        {
            id = leg, channelvars = new { RTPAUDIOQOS = counted, CC_CALL = tag },
        }));
        return AriLines.Of(json.RootElement);
    }
}

using System.Text.Json;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>Events as Asterisk 22 writes them.</summary>
public sealed class AriParsingTests
{
    private static readonly DateTimeOffset MadeAt = new(2026, 11, 27, 20, 38, 12, 123, TimeSpan.Zero);

    [Fact]
    public void An_arriving_leg_carries_what_was_dialled_and_who_calls() => Assert.Equal(
        new LegArrived("ast1-17.1", "+441632960000", "441632960123", null),
        Read("""
            {"type":"StasisStart","args":["inbound","+441632960000"],"channel":{"id":"ast1-17.1","state":"Ring",
             "caller":{"name":"","number":"441632960123"}}}
            """));

    [Fact]
    public void The_call_of_a_leg_is_made_of_its_name_and_the_time_at_which_it_was_made_and_of_nothing_else()
    {
        var arrived = (LegArrived)Read("""
            {"type":"StasisStart","args":["inbound","1"],"channel":{"id":"ast1-17.1","state":"Ring",
             "creationtime":"2026-11-27T20:38:12.123+0000"}}
            """)!;
        Assert.Equal(7, arrived.CallId!.Value.Version);
        Assert.Equal(0x01a21ebadb9bL, Convert.ToInt64(arrived.CallId.Value.ToString("N")[..12], 16));
        var again = (LegArrived)Read("""
            {"type":"StasisStart","args":["inbound","2"],"channel":{"id":"ast1-17.1","state":"Up",
             "creationtime":"2026-11-27T21:38:12.123+0100"}}
            """)!;
        Assert.Equal(arrived.CallId, again.CallId);
        Assert.NotEqual(arrived.CallId, CallIds.OfArrival("ast1-17.2", MadeAt));
        Assert.NotEqual(arrived.CallId, CallIds.OfArrival("ast1-17.1", MadeAt.AddMilliseconds(1)));
        Assert.Equal(arrived.CallId, CallIds.OfArrival("ast1-17.1", MadeAt));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday+0000")]
    [InlineData("2026-11-27T20:38:12.123")]
    public void A_leg_that_was_made_at_no_known_time_says_no_call(string madeAt) =>
        Assert.Null(((LegArrived)Read($$"""
            {"type":"StasisStart","args":["inbound","1"],"channel":{"id":"x","creationtime":"{{madeAt}}"} }
            """)!).CallId);

    [Fact]
    public void A_leg_that_an_earlier_release_has_tagged_says_its_call() => Assert.Equal(
        new LegArrived("x", "1", null, new Guid("0190a000-0000-7000-8000-000000000001")),
        Read("""
            {"type":"StasisStart","args":["inbound","1"],"channel":{"id":"x","caller":{"number":""},
             "channelvars":{"CC_CALL":"0190a000000070008000000000000001"}}}
            """));

    [Theory]
    [InlineData(17, 486, "busy")]
    [InlineData(21, 603, "rejected")]
    [InlineData(21, 403, "rejected")]
    [InlineData(19, 480, "no-answer")]
    [InlineData(1, 404, "unreachable")]
    [InlineData(38, 500, "failed")]
    [InlineData(17, 0, "busy")]
    [InlineData(19, 0, "no-answer")]
    [InlineData(20, 0, "unreachable")]
    [InlineData(44, 0, "no-media")]
    public void The_SIP_status_says_why_a_leg_is_gone_and_else_the_cause(int cause, int status, string reason) =>
        Assert.Equal(
            new LegGone("x", reason),
            Read($$"""{"type":"ChannelDestroyed","cause":{{cause}},"tech_cause":{{status}},"channel":{"id":"x"} }"""));

    [Theory]
    [InlineData("Reachable", "online", true)]
    [InlineData("Unreachable", "offline", false)]
    public void A_phone_comes_and_goes(string peer, string state, bool online) => Assert.Equal(
        new PhoneChanged("a.1", online),
        Read($$"""
            {"type":"PeerStatusChange","peer":{"peer_status":"{{peer}}"},
             "endpoint":{"technology":"PJSIP","resource":"a.1","state":"{{state}}","channel_ids":[]} }
            """));

    [Theory]
    [InlineData("""{"type":"ChannelVarset","channel":{"id":"x"}}""")]
    [InlineData("""{"type":"ChannelStateChange","channel":{"id":"x","state":"Up"}}""")]
    [InlineData("""{"type":"SomethingNew"}""")]
    [InlineData("""{}""")]
    public void What_is_none_of_our_business_is_passed_over(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("""{"type":"ChannelDestroyed"}""")]
    [InlineData("""{"type":"ChannelDestroyed","channel":7}""")]
    [InlineData("""{"type":"ChannelDestroyed","channel":{"id":null}}""")]
    [InlineData("""{"type":"ChannelDestroyed","channel":{"id":""}}""")]
    [InlineData("""{"type":"ChannelHangupRequest","channel":{"id":"\u0000"}}""")]
    [InlineData("""{"type":"ChannelHangupRequest","channel":{"id":"\ud800"}}""")]
    [InlineData("""{"type":"ChannelHangupRequest","channel":{"\udca5":1,"id":5}}""")]
    [InlineData("""{"type":"StasisStart","channel":{"id":"x"}}""")]
    [InlineData("""{"type":"StasisStart","args":["inbound","1"]}""")]
    [InlineData("""{"type":"PlaybackFinished","playback":[]}""")]
    [InlineData("""{"type":"PeerStatusChange","endpoint":{"state":"online"}}""")]
    public void An_event_of_ours_that_lacks_what_we_need_is_unreadable(string json) =>
        Assert.IsType<Unreadable>(Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void What_is_no_JSON_is_unreadable(string text) =>
        Assert.IsType<Unreadable>(AriParsing.Event(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Causes_that_are_no_numbers_are_no_fault() => Assert.Equal(
        new LegGone("x", "failed"),
        Read("""{"type":"ChannelDestroyed","cause":"17","tech_cause":1e99,"channel":{"id":"x"}}"""));

    private static SwitchEvent? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return AriParsing.Event(document.RootElement);
    }
}

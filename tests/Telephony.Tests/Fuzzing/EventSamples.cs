using System.Globalization;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>Events of every kind that concerns us, as Asterisk 22 writes them, about some leg, call or phone.</summary>
internal static class EventSamples
{
    public static string Of(int kind, string leg, string prompt, string dialled) => kind switch
    {
        0 => $$"""{"type":"StasisStart","args":["inbound","{{dialled}}"],"channel":{{Channel(leg, "Ring")}} }""",
        1 => $$"""{"type":"StasisStart","args":["agent"],"channel":{{Channel(leg, "Up")}} }""",
        2 => $$"""{"type":"ChannelStateChange","channel":{{Channel(leg, "Ringing")}} }""",
        3 => $$"""{"type":"ChannelHangupRequest","cause":16,"soft":false,"channel":{{Channel(leg, "Up")}} }""",
        4 => $$"""{"type":"ChannelDestroyed","cause":17,"tech_cause":486,"channel":{{Channel(leg, "Up")}} }""",
        5 => $$"""{"type":"ChannelDtmfReceived","digit":"1","duration_ms":100,"channel":{{Channel(leg, "Up")}} }""",
        6 => $$"""{"type":"PlaybackFinished","playback":{"id":"{{prompt}}","state":"done","language":"en"} }""",
        7 => $$"""
            {"type":"PeerStatusChange","peer":{"peer_status":"Reachable"},
             "endpoint":{"technology":"PJSIP","resource":"{{leg}}","state":"online","channel_ids":[]} }
            """,
        _ => $$"""{"type":"ChannelVarset","variable":"X","value":"1","channel":{{Channel(leg, "Up")}} }""",
    };

    public const int Kinds = 9;

    private static string Channel(string leg, string state) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"id":"{{leg}}","state":"{{state}}","caller":{"name":"","number":"+441632960123"},
         "dialplan":{"context":"from-trunk","app_name":"Stasis","app_data":"callcenter,inbound,+441632960000"},
         "channelvars":{"CC_CALL":"","RTPAUDIOQOS":"lp=0;rxjitter=0.000101;rxcount=120;txcount=118;rlp=0;rtt=0.001"} }
        """);
}

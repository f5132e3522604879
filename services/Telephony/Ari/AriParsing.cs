using System.Globalization;
using System.Text.Json;
using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Ari;

/// <summary>Reads what ARI sends. Pure: JSON in, our words out.</summary>
public static class AriParsing
{
    /// <summary>The event, or null when it is none of our business.</summary>
    public static SwitchEvent? Event(JsonElement json) => Text(json, "type") switch
    {
        "StasisStart" => Started(json),
        "ChannelStateChange" when ChannelState(json) == "Ringing" => new LegRinging(ChannelId(json)),
        "ChannelHangupRequest" => new LegLeaving(ChannelId(json)),
        "ChannelDestroyed" => new LegGone(
            ChannelId(json), HangUpReason(Number(json, "cause"), Number(json, "tech_cause")),
            AriLines.Of(json.GetProperty("channel"))),
        "ChannelDtmfReceived" when Text(json, "digit") is { Length: 1 } key => new KeyHeard(ChannelId(json), key[0]),
        "PlaybackFinished" => Finished(json.GetProperty("playback")),
        "PeerStatusChange" => Changed(json.GetProperty("endpoint")),
        "ApplicationReplaced" => new OwnerReplaced(),
        _ => null,
    };

    public static SwitchListing Listing(
        JsonElement info, JsonElement channels, JsonElement bridges, JsonElement endpoints, string application) => new()
    {
        StartedAt = Instant(Text(info.GetProperty("status"), "startup_time")!),
        Legs = [.. channels.EnumerateArray().Select(channel => Leg(channel, application))],
        Talks =
        [
            .. bridges.EnumerateArray().Select(bridge => new SwitchTalk(
                Text(bridge, "id")!,
                [.. bridge.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()!)])),
        ],
        Phones = [.. endpoints.EnumerateArray().Select(Changed).Select(p => new SwitchPhone(p.Endpoint, p.Online))],
    };

    /// <summary>Why a leg that never talked is gone. The SIP status says more than the cause made from it.</summary>
    public static string HangUpReason(int cause, int sipStatus) => (sipStatus, cause) switch
    {
        (486 or 600, _) => "busy",
        (403 or 603, _) => "rejected",
        (408 or 480 or 487, _) => "no-answer",
        (404 or 410 or 430, _) => "unreachable",
        (>= 400, _) => "failed",
        (_, 17) => "busy",
        (_, 21) => "rejected",
        (_, 16 or 18 or 19) => "no-answer",
        (_, 1 or 3 or 20 or 27) => "unreachable",
        (_, 44) => CallRules.NoMedia,
        _ => "failed",
    };

    private static SwitchEvent Started(JsonElement json)
    {
        var channel = json.GetProperty("channel");
        var arguments = json.GetProperty("args");
        var role = arguments.GetArrayLength() > 0 ? arguments[0].GetString() : null;
        return role == "inbound" && arguments.GetArrayLength() > 1
            ? Arrived(channel, arguments[1].GetString()!)
            : new LegUp(Text(channel, "id")!);
    }

    private static LegArrived Arrived(JsonElement channel, string dialled)
    {
        var caller = Text(channel.GetProperty("caller"), "number");
        var tag = channel.TryGetProperty("channelvars", out var variables) ? Text(variables, "CC_CALL") : null;
        return new LegArrived(
            Text(channel, "id")!,
            dialled,
            string.IsNullOrEmpty(caller) ? null : caller,
            Guid.TryParseExact(tag, "N", out var callId) ? callId : null);
    }

    private static SwitchLeg Leg(JsonElement channel, string application)
    {
        var dialplan = channel.GetProperty("dialplan");
        var data = Text(dialplan, "app_data") ?? "";
        var prefix = application + ",inbound,";
        return new SwitchLeg
        {
            Leg = Text(channel, "id")!,
            IsUp = Text(channel, "state") == "Up",
            Arrival = Text(dialplan, "app_name") == "Stasis" && data.StartsWith(prefix, StringComparison.Ordinal)
                ? Arrived(channel, data[prefix.Length..])
                : null,
        };
    }

    private static PromptEnded Finished(JsonElement playback) =>
        new(Text(playback, "id")!, Text(playback, "state") == "failed");

    private static PhoneChanged Changed(JsonElement endpoint) =>
        new(Text(endpoint, "resource")!, Text(endpoint, "state") == "online");

    private static string ChannelId(JsonElement json) => Text(json.GetProperty("channel"), "id")!;

    private static string? ChannelState(JsonElement json) => Text(json.GetProperty("channel"), "state");

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    /// <summary>Asterisk writes <c>+0000</c> without a colon, which .NET does not read.</summary>
    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text.Insert(text.Length - 2, ":"), CultureInfo.InvariantCulture).ToUniversalTime();
}

using System.Globalization;
using System.Text.Json;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Trunks;

namespace CallCenter.Telephony.Ari;

/// <summary>
/// Reads what ARI sends. Pure: JSON in, our words out. Whatever comes, nothing is thrown: what an event of ours lacks,
/// or says in another form than it should, makes it <see cref="Unreadable"/>.
/// </summary>
public static class AriParsing
{
    /// <summary>Longer names than these are of nobody: a channel's, a bridge's or an endpoint's.</summary>
    private const int LongestText = 512;

    /// <summary>The event, or null when it is none of our business.</summary>
    public static SwitchEvent? Event(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return Event(json.RootElement);
        }
        catch (JsonException)
        {
            return new Unreadable("not JSON");
        }
    }

    /// <summary>The event, or null when it is none of our business.</summary>
    public static SwitchEvent? Event(JsonElement json)
    {
        var channel = Part(json, "channel");
        return Text(json, "type") switch
        {
            "StasisStart" => Started(json, channel),
            "ChannelStateChange" when Text(channel, "state") is { } state =>
                state == "Ringing" ? Of(channel, id => new LegRinging(id)) : null,
            "ChannelHangupRequest" => Of(channel, id => new LegLeaving(id)),
            "ChannelDestroyed" => Of(channel, id => new LegGone(
                id, HangUpReason(Number(json, "cause"), Number(json, "tech_cause")), AriLines.Of(channel),
                EndpointOf(Text(channel, "name")))),
            "ChannelDtmfReceived" when Text(json, "digit") is { Length: 1 } key =>
                Of(channel, id => new KeyHeard(id, key[0])),
            "ChannelTalkingStarted" => Of(channel, id => new VoiceChanged(id, IsHeard: true)),
            "ChannelTalkingFinished" => Of(channel, id => new VoiceChanged(id, IsHeard: false)),
            "Dial" => Text(json, "dialstatus") is "PROGRESS" or "PROCEEDING" or "RINGING"
                ? Of(Part(json, "peer"), id => new LegHeard(id))
                : null,
            "PlaybackFinished" => Finished(Part(json, "playback")),
            "PeerStatusChange" => Changed(Part(json, "endpoint")),
            "ApplicationReplaced" => new OwnerReplaced(),
            "ChannelStateChange" or "ChannelDtmfReceived" => new Unreadable("no state or digit"),
            _ => null,
        };
    }

    public static SwitchListing Listing(
        JsonElement info, JsonElement channels, JsonElement bridges, JsonElement endpoints, string application) => new()
    {
        StartedAt = Instant(Text(info.GetProperty("status"), "startup_time")!),
        Legs = [.. channels.EnumerateArray().Select(channel => Leg(channel, application)).OfType<SwitchLeg>()],
        Talks =
        [
            .. bridges.EnumerateArray().Where(bridge => Text(bridge, "id") is { Length: > 0 })
                .Select(bridge => new SwitchTalk(Text(bridge, "id")!, Texts(bridge, "channels"))),
        ],
        Phones =
        [
            .. endpoints.EnumerateArray().Select(Changed).OfType<PhoneChanged>()
                .Select(phone => new SwitchPhone(phone.Endpoint, phone.Online)),
        ],
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

    private static SwitchEvent Started(JsonElement json, JsonElement channel)
    {
        if (Part(json, "args").ValueKind != JsonValueKind.Array)
        {
            return new Unreadable("no arguments");
        }

        return Texts(json, "args") is ["inbound", var dialled, ..]
            ? Arrived(channel, dialled) ?? Unnamed
            : Of(channel, id => new LegUp(id));
    }

    private static LegArrived? Arrived(JsonElement channel, string dialled)
    {
        var caller = Text(Part(channel, "caller"), "number");
        return Text(channel, "id") is { Length: > 0 } id
            ? new LegArrived(
                id, dialled, string.IsNullOrEmpty(caller) ? null : caller, CallOf(channel, id),
                TrunkIds.TrunkOf(EndpointOf(Text(channel, "name"))))
            : null;
    }

    /// <summary>
    /// The call of a leg that we did not make. An owner of an earlier release has written it on the leg.
    /// </summary>
    internal static Guid? CallOf(JsonElement channel, string leg) =>
        Guid.TryParseExact(Text(Part(channel, "channelvars"), "CC_CALL"), "N", out var tagged) ? tagged
        : TryInstant(Text(channel, "creationtime"), out var madeAt) ? CallIds.OfArrival(leg, madeAt)
        : null;

    private static SwitchLeg? Leg(JsonElement channel, string application)
    {
        var dialplan = Part(channel, "dialplan");
        var data = Text(dialplan, "app_data") ?? "";
        var prefix = application + ",inbound,";
        return Text(channel, "id") is { Length: > 0 } id
            ? new SwitchLeg
            {
                Leg = id,
                IsUp = Text(channel, "state") == "Up",
                Arrival = Text(dialplan, "app_name") == "Stasis" && data.StartsWith(prefix, StringComparison.Ordinal)
                    ? Arrived(channel, data[prefix.Length..])
                    : null,
            }
            : null;
    }

    private static SwitchEvent Finished(JsonElement playback) =>
        Of(playback, id => new PromptEnded(id, Text(playback, "state") == "failed"));

    private static SwitchEvent Changed(JsonElement endpoint) =>
        Text(endpoint, "resource") is { Length: > 0 } resource
            ? new PhoneChanged(resource, Text(endpoint, "state") == "online")
            : Unnamed;

    /// <summary>A channel of PJSIP is named after its endpoint, with a number behind it.</summary>
    private static string? EndpointOf(string? channel) =>
        channel is not null && channel.StartsWith("PJSIP/", StringComparison.Ordinal)
            && channel.LastIndexOf('-') is > 6 and var end
            ? channel[6..end]
            : null;

    private static SwitchEvent Unnamed => new Unreadable("no name of a channel, playback or endpoint");

    private static SwitchEvent Of(JsonElement named, Func<string, SwitchEvent> @event) =>
        Text(named, "id") is { Length: > 0 } id ? @event(id) : Unnamed;

    /// <summary>An object in another one; an element without a value when there is none.</summary>
    internal static JsonElement Part(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in the name of another part.
            return default;
        }
    }

    /// <summary>A text that can be stored and sent back; null when there is none.</summary>
    internal static string? Text(JsonElement json, string name) => Text(Part(json, name));

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var text = value.GetString()!;
            return text.Length <= LongestText && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return null;
        }
    }

    private static List<string> Texts(JsonElement json, string name) =>
        Part(json, name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(Text).Select(text => text ?? "")]
            : [];

    private static int Number(JsonElement json, string name) =>
        Part(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 0;

    private static DateTimeOffset Instant(string text) => TryInstant(text, out var instant)
        ? instant
        : throw new FormatException("No instant as Asterisk writes it.");

    /// <summary>Asterisk writes <c>+0000</c> without a colon, which .NET does not read.</summary>
    private static bool TryInstant(string? text, out DateTimeOffset instant)
    {
        instant = default;
        return text is { Length: > 5 } && DateTimeOffset.TryParse(
            text.Insert(text.Length - 2, ":"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal,
            out instant);
    }
}

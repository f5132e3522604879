using System.Globalization;
using System.Text.Json;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Trunks;

namespace CallCenter.Telephony.Ari;

/// <summary>The commands of one Asterisk node, in the words of this service.</summary>
public sealed class AriSwitch(AriNode node) : IDisposable
{
    private readonly AriClient _client = new(node);

    public AriClient Client => _client;

    public Task<AriOutcome> AnswerAsync(string leg, CancellationToken cancellation) =>
        _client.PostAsync($"channels/{Part(leg)}/answer", body: null, cancellation);

    /// <summary>Opens the way for sound to a caller who is not answered.</summary>
    public Task<AriOutcome> ProgressAsync(string leg, CancellationToken cancellation) =>
        _client.PostAsync($"channels/{Part(leg)}/progress", body: null, cancellation);

    public Task<AriOutcome> PlayAsync(Play play, CancellationToken cancellation) =>
        _client.PostAsync(
            $"channels/{Part(play.Leg)}/play/{Part(play.PromptId)}?media={Part(Media(play.Media))}"
            + $"&lang={Part(play.Language)}",
            body: null,
            cancellation);

    public Task<AriOutcome> StopPromptAsync(string promptId, CancellationToken cancellation) =>
        _client.DeleteAsync($"playbacks/{Part(promptId)}", cancellation);

    public Task<AriOutcome> MusicOnAsync(string leg, CancellationToken cancellation) =>
        _client.PostAsync($"channels/{Part(leg)}/moh", body: null, cancellation);

    public Task<AriOutcome> MusicOffAsync(string leg, CancellationToken cancellation) =>
        _client.DeleteAsync($"channels/{Part(leg)}/moh", cancellation);

    /// <summary>Rings a phone. The originator lends its codecs: without one a browser is offered G.711 only.</summary>
    public Task<AriOutcome> RingAsync(
        RingAgent ring, string endpoint, string? queueName, CancellationToken cancellation)
    {
        var callId = CallIds.CallOf(ring.Leg)!.Value;
        var seconds = (int)Math.Ceiling(ring.GiveUpAfter.TotalSeconds) + 2;
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"endpoint={Part("PJSIP/" + endpoint)}&app={Part(node.Application)}&appArgs=agent"
            + $"&timeout={seconds}")
            + (ring.CallerLeg is { } caller ? $"&originator={Part(caller)}" : "&formats=opus,ulaw,alaw");
        if (ring.CallerNumber is { } number)
        {
            query += $"&callerId={Part(number)}";
        }

        var variables = RingHeaderRules.Headers(callId, ring.Facts, queueName)
            .ToDictionary(header => $"PJSIP_HEADER(add,{header.Name})", header => header.Value);
        variables["CC_CALL"] = callId.ToString("N");
        return _client.PostAsync($"channels/{Part(ring.Leg)}?{query}", new { variables }, cancellation);
    }

    /// <summary>Rings a customer through a trunk. Without a list of codecs only one would be offered.</summary>
    public Task<AriOutcome> DialAsync(
        DialCustomer dial, Trunk trunk, string shown, TimeSpan giveUpAfter, CancellationToken cancellation)
    {
        var callId = CallIds.CallOf(dial.Leg)!.Value;
        var seconds = (int)Math.Ceiling(giveUpAfter.TotalSeconds) + 2;
        var endpoint = $"PJSIP/{dial.Number}@{TrunkIds.Endpoint(trunk.TrunkId)}";
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"endpoint={Part(endpoint)}&app={Part(node.Application)}&appArgs=callback"
            + $"&timeout={seconds}&formats={Part(string.Join(',', trunk.Codecs))}&callerId={Part(shown)}");
        return _client.PostAsync(
            $"channels/{Part(dial.Leg)}?{query}",
            new { variables = new Dictionary<string, string> { ["CC_CALL"] = callId.ToString("N") } },
            cancellation);
    }

    /// <summary>Whether the dialplan refuses calls that come in; false when it could not be said.</summary>
    public async Task<bool> SetDrainedAsync(bool drained, CancellationToken cancellation) =>
        await _client.PostAsync(
            $"asterisk/variable?variable=CC_DRAINED&value={(drained ? "1" : "0")}", body: null, cancellation)
        == AriOutcome.Done;

    public Task<AriOutcome> MakeTalkAsync(string talk, CancellationToken cancellation) =>
        _client.PostAsync($"bridges/{Part(talk)}?type=mixing", body: null, cancellation);

    public async Task<AriOutcome> JoinAsync(
        string talk, string callerLeg, string agentLeg, CancellationToken cancellation)
    {
        var join = $"bridges/{Part(talk)}/addChannel?channel={Part(callerLeg + "," + agentLeg)}";
        var outcome = await _client.PostAsync(join, body: null, cancellation);
        if (outcome != AriOutcome.Gone)
        {
            return outcome;
        }

        // The talk that was made while the phone rang is not there: make it now.
        await MakeTalkAsync(talk, cancellation);
        return await _client.PostAsync(join, body: null, cancellation);
    }

    public Task<AriOutcome> EnterTalkAsync(string talk, string leg, CancellationToken cancellation) =>
        _client.PostAsync($"bridges/{Part(talk)}/addChannel?channel={Part(leg)}", body: null, cancellation);

    /// <summary>Hears both sides of a leg, and speaks to its end alone. Its ear is a leg of ours like others.</summary>
    public Task<AriOutcome> MakeEarAsync(string leg, string ear, CancellationToken cancellation) =>
        _client.PostAsync(
            $"channels/{Part(leg)}/snoop/{Part(ear)}?spy=both&whisper=out&app={Part(node.Application)}&appArgs=ear",
            body: null,
            cancellation);

    /// <summary>
    /// Takes a leg out of a talk; it is out when this returns. Dissolving the talk only asks its legs to leave.
    /// </summary>
    public Task<AriOutcome> LeaveTalkAsync(string talk, string leg, CancellationToken cancellation) =>
        _client.PostAsync(
            $"bridges/{Part(talk)}/removeChannel?channel={Part(leg)}", body: null, cancellation);

    public Task<AriOutcome> RemoveTalkAsync(string talk, CancellationToken cancellation) =>
        _client.DeleteAsync($"bridges/{Part(talk)}", cancellation);

    public Task<AriOutcome> HangUpAsync(string leg, CancellationToken cancellation) =>
        _client.DeleteAsync($"channels/{Part(leg)}?reason=normal", cancellation);

    /// <summary>Tells the other side of a leg that is not answered that there is no line for it (503).</summary>
    public Task<AriOutcome> RefuseAsync(string leg, CancellationToken cancellation) =>
        _client.DeleteAsync($"channels/{Part(leg)}?reason=congestion", cancellation);

    /// <summary>Silences what comes from a leg, or no longer; said twice it does no harm.</summary>
    public Task<AriOutcome> MuteAsync(string leg, bool muted, CancellationToken cancellation)
    {
        var path = $"channels/{Part(leg)}/mute?direction=in";
        return muted
            ? _client.PostAsync(path, body: null, cancellation)
            : _client.DeleteAsync(path, cancellation);
    }

    public Task<AriOutcome> SendKeysAsync(string leg, string keys, CancellationToken cancellation) =>
        _client.PostAsync($"channels/{Part(leg)}/dtmf?dtmf={Part(keys)}", body: null, cancellation);

    /// <summary>From now on events tell when somebody speaks on the leg, and when that is over for so long.</summary>
    public Task<AriOutcome> WatchVoiceAsync(string leg, TimeSpan silence, CancellationToken cancellation) =>
        SetAsync(leg, "TALK_DETECT(set)", silence.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture),
            cancellation);

    public Task<AriOutcome> UnwatchVoiceAsync(string leg, CancellationToken cancellation) =>
        SetAsync(leg, "TALK_DETECT(remove)", "", cancellation);

    private Task<AriOutcome> SetAsync(string leg, string name, string value, CancellationToken cancellation) =>
        _client.PostAsync(
            $"channels/{Part(leg)}/variable?variable={Part(name)}&value={Part(value)}", body: null, cancellation);

    /// <summary>Everything alive, read at once.</summary>
    public async Task<SwitchListing> ListAsync(CancellationToken cancellation)
    {
        var info = _client.GetAsync("asterisk/info?only=status", cancellation);
        var legs = _client.GetAsync("channels", cancellation);
        var talks = _client.GetAsync("bridges", cancellation);
        var phones = _client.GetAsync("endpoints/PJSIP", cancellation);
        await Task.WhenAll(info, legs, talks, phones);
        using (await info)
        using (await legs)
        using (await talks)
        using (await phones)
        {
            return AriParsing.Listing(
                (await info).RootElement, (await legs).RootElement, (await talks).RootElement,
                (await phones).RootElement, node.Application);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Media(string sounds) =>
        string.Join(',', sounds.Split(',').Select(sound => "sound:" + sound));

    private static string Part(string text) => Uri.EscapeDataString(text);
}

using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Voicemails;

using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Callers who leave messages, on a real Asterisk.</summary>
public sealed class VoicemailTests(Servers servers)
{
    private const double Prompt = 620;
    private const double Beep = 1400;
    private const double Voice = 1900;
    private const double Thanks = 2400;

    /// <summary>Bytes of a second of telephone sound, with the header.</summary>
    private const int SecondOfSound = 16_100;

    private const string Flow = """
        {"entry": "box", "safeExit": "bye", "languages": ["en", "zh"], "nodes": {
          "box": {"type": "voicemail", "prompts": ["callcenter/voicemail"], "silenceMs": 2000, "maxMs": 60000,
            "queue": "0190c0de-0000-7000-8000-000000000101", "next": {"done": "thanks", "silent": "bye"}},
          "thanks": {"type": "play", "prompts": ["callcenter/thank-you"], "next": {"done": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    private static readonly Guid _queue = new("0190c0de-0000-7000-8000-000000000101");

    [Theory]
    [InlineData("silence")]
    [InlineData("hash")]
    [InlineData("hang-up")]
    public async Task What_a_caller_says_after_the_beep_is_kept_for_the_people_of_the_queue(string ending)
    {
        await using var house = await StartAsync();
        var call = house.Call();
        Assert.True(await call.HearsAsync(Prompt, House.Soon), "the prompt");
        Assert.True(await call.HearsAsync(Beep, House.Soon), "the beep");
        await House.UntilAsync(
            async () => await house.OneAsync("select state from recording where kind = 'voicemail'") == "recording",
            "the recording to begin");
        call.SendTone(Voice);
        await House.UntilAsync(
            async () => await house.OneAsync("select snapshot -> 'message' ->> 'spoken' from call") == "true",
            "the voice to be noticed");
        await House.UntilAsync(
            () => Task.FromResult(Directory.EnumerateFiles(house.Options.Nodes[0].RecordingDirectory, "*-r.wav")
                .Any(file => new FileInfo(file).Length > SecondOfSound)),
            "a second of the voice to be recorded");
        await End(call, ending);
        var left = await house.NextAsync<VoicemailLeft>();
        await house.NextAsync<CallEnded>();
        Assert.Equal(_queue, left.QueueId);
        Assert.StartsWith("k1:", left.CallerRef, StringComparison.Ordinal);
        Assert.InRange(left.DurationMs, 900, 60_000);
        await using (var file = await new FolderRecordings(house.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(left.RecordingId), House.Cancellation))
        {
            StereoTones.HoldsOnTheLeft(file, Voice);
            StereoTones.HoldsNot(file, Prompt);
        }

        Assert.Empty(await house.EventsAsync<RecordingReady>());
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        var listed = Assert.Single(await VoicemailStore.OfQueueAsync(connection, _queue, null, House.Cancellation));
        Assert.Equal((left.RecordingId, left.DurationMs), (listed.RecordingId, listed.DurationMs));
        await house.NothingIsLeftAsync();

        async Task End(CallCenter.Local.Phones.PhoneCall phone, string how)
        {
            switch (how)
            {
                case "silence":
                    var thanked = phone.HearsAsync(Thanks, House.Soon);
                    phone.SendSilence();
                    Assert.True(await thanked, "the thanks");
                    break;
                case "hash":
                    var again = phone.HearsAsync(Thanks, House.Soon);
                    await phone.PressAsync('#');
                    Assert.True(await again, "the thanks");
                    break;
                default:
                    await phone.HangUpAsync();
                    break;
            }
        }
    }

    [Fact]
    public async Task Of_a_caller_who_says_nothing_nothing_is_kept()
    {
        await using var house = await StartAsync();
        var call = house.Call();
        Assert.True(await call.HearsAsync(Beep, House.Soon), "the beep");
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        await house.NextAsync<CallEnded>();
        Assert.Equal("failed", await house.OneAsync("select state from recording"));
        Assert.Empty(await house.EventsAsync<VoicemailLeft>());
        await house.NothingIsLeftAsync();
    }

    private async Task<House> StartAsync()
    {
        var house = await House.StartAsync(servers);
        foreach (var language in (string[])["en", "zh"])
        {
            await house.AddSoundAsync(language, "voicemail", Prompt);
            await house.AddSoundAsync(language, "beep", Beep, seconds: 1);
            await house.AddSoundAsync(language, "thank-you", Thanks);
        }

        await house.AddFlowAsync(Flow);
        return house;
    }
}

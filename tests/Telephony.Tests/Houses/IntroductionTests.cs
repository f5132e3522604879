using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Controls;
using CallCenter.Telephony.Recordings;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Callers who are told the number of their agent, over a real Asterisk.</summary>
public sealed class IntroductionTests(Servers servers)
{
    private const double Sentence = 620;

    [Theory]
    [InlineData("en", "Agent 2 0 0 1 is serving you.")]
    [InlineData("zh", "2 0 0 1 号正在为您服务。")]
    public async Task The_caller_hears_who_serves_and_what_is_recorded_is_the_talk_alone(string language, string text)
    {
        await using var house = await StartAsync(language);
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var told = call.HearsAsync(Sentence, House.Soon);
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        var heardByAgent = atAgent.HearsAsync(Sentence, House.Soon);
        Assert.True(await told, "who serves");
        Assert.True(await heardByAgent, "who serves, at the agent's phone");
        await house.NextAsync<CallAnswered>();
        Assert.Equal(language + "\n" + text, await File.ReadAllTextAsync(AskedPath(house), House.Cancellation));
        call.SendTone(1900);
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await atAgent.HearsAsync(1900, House.Soon), "the caller");
        await atAgent.HangUpAsync();
        var ready = await house.NextAsync<RecordingReady>();
        await house.NextAsync<CallEnded>();
        Assert.Equal(
            ["CallArrived", "CallQueued", "AgentRinging", "CallAnswered", "AgentReleased", "CallEnded"],
            (await house.SaidAsync(callId)).Where(name => name != "RecordingReady"));
        await house.NothingIsLeftAsync();
        await using var file = await new FolderRecordings(house.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: 1900, right: 1500);
        StereoTones.HoldsNot(file, Sentence);
    }

    [Theory]
    [InlineData("no-such-speech-command")]
    [InlineData("sleep 60")]
    [InlineData("true")]
    public async Task A_speech_command_that_fails_or_hangs_loses_no_call_and_holds_none_up(string command)
    {
        await using var house = await StartAsync("en");
        house.Options.SpeechCommand = command;
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        var ringing = await house.NextAsync<AgentRinging>();
        var answered = await house.NextAsync<CallAnswered>();
        Assert.True(answered.AnsweredAt - ringing.RingingAt < TimeSpan.FromSeconds(4), "the command is not waited for");
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        Assert.Empty(await house.EventsAsync<AssignmentDeclined>());
    }

    [Fact]
    public async Task A_caller_who_hangs_up_in_the_middle_of_it_has_not_been_answered()
    {
        await using var house = await StartAsync("en");
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var told = call.HearsAsync(Sentence, House.Soon);
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        await phone.NextCallAsync(House.Soon);
        Assert.True(await told, "who serves");
        await call.HangUpAsync();
        Assert.Equal("caller-hung-up", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal("caller-gone", (await house.NextAsync<AssignmentDeclined>()).Reason);
        Assert.Empty(await house.EventsAsync<CallAnswered>());
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_who_is_handed_on_hears_who_takes_over_and_what_is_recorded_is_both_talks_alone()
    {
        await using var controlled = await ControlledHouse.OverAsync(servers, await StartAsync("en"));
        var house = controlled.House;
        var talk = await controlled.TalkAsync();
        var (askedId, phone) = await house.AddAgentAsync();
        await house.ExecuteAsync($"update phone set number = '2002' where agent_id = '{askedId}'");
        var consulted = ControlledHouse.DoAsync(talk, new { action = "consult", agentId = askedId });
        var second = await phone.NextCallAsync(House.Soon);
        second.SendTone(1700);
        await consulted;
        Assert.True(await talk.Agent.HearsAsync(1700, House.Soon), "who is asked");
        await House.UntilAsync(
            async () => (await File.ReadAllTextAsync(AskedPath(house), House.Cancellation))
                .Contains("Agent 2 0 0 2 is serving you.", StringComparison.Ordinal),
            "the sentence is made before it is wanted");

        var (told, toldToo) = (talk.Caller.HearsAsync(Sentence, House.Soon), second.HearsAsync(Sentence, House.Soon));
        await ControlledHouse.DoAsync(talk, new { action = "complete" });
        Assert.True(await told, "who takes over");
        Assert.True(await toldToo, "who takes over, at their phone");
        Assert.Equal(askedId, (await house.NextAsync<CallTransferred>()).ToAgentId);
        Assert.True(await talk.Caller.HearsAsync(1700, House.Soon), "who took over");
        Assert.True(await second.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");
        await second.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await house.NothingIsLeftAsync();
        var ready = await house.NextAsync<RecordingReady>(2);
        Assert.Equal(askedId, ready.AgentId);
        await using var file = await new FolderRecordings(house.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: ControlledHouse.CallerTone, right: 1700);
        StereoTones.HoldsNot(file, Sentence);
    }

    private static string AskedPath(House house) => Path.Combine(house.Asterisk.SoundsDirectory, "asked");

    /// <summary>The speech command notes what it is asked and says it as a tone.</summary>
    private async Task<House> StartAsync(string language)
    {
        var house = await House.StartAsync(servers, options => options.SpeechTime = TimeSpan.FromSeconds(20));
        var voice = Path.Combine(house.Asterisk.SoundsDirectory, "voice.wav");
        await Local.Sounds.WaveFile.WriteAsync(
            voice, Tones.Sine(Sentence, Local.Sounds.WaveFile.Rate * 2, Local.Sounds.WaveFile.Rate),
            House.Cancellation);
        var script = Path.Combine(house.Asterisk.SoundsDirectory, "speak.sh");
        await File.WriteAllTextAsync(
            script, $"echo \"$1\" > {AskedPath(house)}\ncat >> {AskedPath(house)}\ncat {voice}\n", House.Cancellation);
        house.Options.SpeechCommand = $"sh {script} {{language}}";
        house.Options.Nodes[0].SoundsDirectory = house.Asterisk.SoundsDirectory;
        await house.AddNumberAsync(survey: false, language: language, announceAgent: true);
        return house;
    }
}

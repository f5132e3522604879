using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Callers in flows, over a real Asterisk with real keys.</summary>
public sealed class FlowTests(Servers servers)
{
    private const double Menu = 620;
    private const double Hello = 1750;
    private const double HelloInChinese = 2100;
    private const double Account = 1450;
    private const double Sorry = 2400;

    private const string Flow = """
        {"entry": "menu", "safeExit": "sorry", "languages": ["en", "zh"], "nodes": {
          "menu": {"type": "menu", "prompts": ["callcenter/menu"], "timeoutMs": 30000,
            "next": {"1": "hello", "2": "chinese", "8": "missing", "9": "tell", "timeout": "bye", "invalid": "bye"}},
          "chinese": {"type": "language", "language": "zh", "next": {"done": "hello"}},
          "hello": {"type": "play", "prompts": ["callcenter/hello"], "milestone": "greeted",
            "next": {"done": "account"}},
          "account": {"type": "collect", "prompts": ["callcenter/account"], "variable": "account", "min": 4, "max": 8,
            "timeoutMs": 30000, "interDigitMs": 20000,
            "next": {"done": "wait", "timeout": "bye", "invalid": "bye"}},
          "wait": {"type": "queue", "queue": "0190c0de-0000-7000-8000-000000000101", "skills": ["fibre"],
            "next": {"connected": "rate"}},
          "rate": {"type": "csat", "prompts": ["callcenter/survey"], "timeoutMs": 30000,
            "next": {"done": "bye", "timeout": "bye", "invalid": "bye"}},
          "missing": {"type": "play", "prompts": ["callcenter/is-not-there"], "next": {"done": "bye"}},
          "tell": {"type": "say", "text": "Your language is {{language}}", "next": {"done": "bye"}},
          "sorry": {"type": "play", "prompts": ["callcenter/sorry"], "next": {"done": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    [Fact]
    public async Task A_caller_chooses_a_language_enters_digits_talks_and_gives_a_score()
    {
        await using var house = await StartAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu");
        await call.PressAsync('7');
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu again after a wrong key");
        var greeted = call.HearsAsync(HelloInChinese, House.Soon);
        await call.PressAsync('2');
        Assert.True(await greeted, "the welcome in Chinese");
        Assert.True(await call.HearsAsync(Account, House.Soon), "the question for digits");
        foreach (var key in "4711#")
        {
            await call.PressAsync(key);
        }

        var queued = await house.NextAsync<CallQueued>();
        Assert.Equal(("zh", "main", 1, "fibre"), (queued.Language, queued.Flow, queued.FlowVersion, queued.Skills[0]));
        await house.AssignAsync(queued.CallId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        var asked = call.HearsAsync(House.SurveyTone, House.Soon);
        await atAgent.HangUpAsync();
        Assert.True(await asked, "the question for a score");
        await call.PressAsync('5');
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal(
            [
                "CallArrived", "FlowMilestone", "KeysAsked", "CallQueued", "AgentRinging", "CallAnswered",
                "AgentReleased", "SurveyAnswered", "FlowEnded", "CallEnded",
            ],
            (await house.SaidAsync(queued.CallId)).Where(name => name != "RecordingReady"));
        Assert.Equal(5, (await house.NextAsync<SurveyAnswered>()).Score);
        Assert.DoesNotContain(
            await house.BodiesAsync(), body => body.Contains("4711", StringComparison.Ordinal));
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_who_presses_nothing_is_led_by_the_exit_for_silence()
    {
        await using var house = await StartAsync(Flow.Replace(
            "\"prompts\": [\"callcenter/menu\"], \"timeoutMs\": 30000",
            "\"prompts\": [\"callcenter/menu\"], \"timeoutMs\": 300, \"tries\": 1", StringComparison.Ordinal));
        var call = house.Call();
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu");
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal(("completed", "bye"), await OutcomeAsync(house));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_inside_ends_the_flow_as_left()
    {
        await using var house = await StartAsync();
        var call = house.Call();
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu");
        await call.HangUpAsync();
        Assert.Equal("caller-hung-up", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal(("left", "menu"), await OutcomeAsync(house));
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_prompt_that_is_not_there_takes_the_safe_exit_and_never_leaves_the_caller_in_silence()
    {
        await using var house = await StartAsync();
        var call = house.Call();
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu");
        var told = call.HearsAsync(Sorry, House.Soon);
        await call.PressAsync('8');
        Assert.True(await told, "the safe exit");
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("prompt-failed", (await house.NextAsync<FlowEnded>()).Fault);
    }

    [Theory]
    [InlineData(true, 1900)]
    [InlineData(false, Sorry)]
    public async Task A_text_is_spoken_by_the_speech_command_and_without_one_the_safe_exit_is_taken(
        bool isThere, double tone)
    {
        await using var house = await StartAsync(Flow, options => options.SpeechTime = TimeSpan.FromSeconds(20));
        await house.AddSoundAsync("en", "voice", 1900);
        var voice = Path.Combine(house.Asterisk.SoundsDirectory, "en", "voice.wav");
        house.Options.SpeechCommand = isThere ? $"cat {voice}" : "no-such-speech-command";
        house.Options.Nodes[0].SoundsDirectory = house.Asterisk.SoundsDirectory;
        var call = house.Call();
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu");
        var told = call.HearsAsync(tone, House.Soon);
        await call.PressAsync('9');
        Assert.True(await told, isThere ? "the speech" : "the safe exit");
    }

    [Fact]
    public async Task Another_owner_begins_the_node_again_with_the_version_of_the_call()
    {
        await using var house = await StartAsync();
        var call = house.Call();
        var greeted = call.HearsAsync(Hello, House.Soon);
        Assert.True(await call.HearsAsync(Menu, House.Soon), "the menu");
        await call.PressAsync('1');
        Assert.True(await greeted, "the welcome");
        Assert.True(await call.HearsAsync(Account, House.Soon), "the question");
        await call.PressAsync('4');
        await house.Replica.DisposeAsync();
        await house.ChangeFlowAsync(Flow.Replace("fibre", "copper", StringComparison.Ordinal));
        var again = call.HearsAsync(Account, House.Soon);
        await house.StartReplicaAsync();
        Assert.True(await again, "the question again");
        foreach (var key in "7114#")
        {
            await call.PressAsync(key);
        }

        var queued = await house.NextAsync<CallQueued>();
        Assert.Equal((1, "fibre"), (queued.FlowVersion, queued.Skills[0]));
        Assert.Single(await house.EventsAsync<FlowMilestone>());
    }

    private async Task<House> StartAsync(string flow = Flow, Action<TelephonyOptions>? settings = null)
    {
        var house = await House.StartAsync(servers, settings);
        foreach (var language in (string[])["en", "zh"])
        {
            await house.AddSoundAsync(language, "menu", Menu);
            await house.AddSoundAsync(language, "hello", language == "en" ? Hello : HelloInChinese);
            await house.AddSoundAsync(language, "account", Account);
            await house.AddSoundAsync(language, "sorry", Sorry);
        }

        await house.AddFlowAsync(flow);
        return house;
    }

    private static async Task<(string, string)> OutcomeAsync(House house)
    {
        var ended = await house.NextAsync<FlowEnded>();
        return (ended.Outcome, ended.Node);
    }
}

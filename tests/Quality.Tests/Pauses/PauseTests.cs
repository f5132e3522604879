using CallCenter.Contracts.Telephony;
using CallCenter.Quality.Pauses;
using Xunit;

namespace CallCenter.Quality.Tests.Pauses;

/// <summary>A hold and a pause for card data, from what Telephony says to what Quality says.</summary>
public sealed class PauseTests(Servers servers)
{
    private static readonly byte[] Held =
        SyntheticWav.Talk(80, [(1, 4), (70, 74)], [(4.5, 8), (74.5, 78)]).Bytes();

    [Theory]
    [InlineData("none", 60_000, 63_000)]
    [InlineData("hold", 0, 1_500)]
    [InlineData("hold, its beginning unheard", 0, 1_500)]
    [InlineData("card", 0, 1_500)]
    public async Task A_pause_is_no_silence(string kind, long shortest, long longest)
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Held);
        await PauseAsync(workshop, fact, kind, Workshop.Noon.AddSeconds(9), Workshop.Noon.AddSeconds(69));

        Assert.True(await workshop.AnalyseNextAsync());

        var said = Assert.Single(await workshop.SaidAsync());
        Assert.InRange(said.LongestSilenceMs, shortest, longest);
        Assert.InRange(said.AgentTalkShare!.Value, .49m, .51m);
        Assert.Equal(kind == "none", said.Score < 80);
    }

    [Fact]
    public async Task A_hold_that_never_ended_goes_on_to_the_end_of_the_recording()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Held);
        await workshop.HearAsync(
            new CallHeldConsumer(),
            new CallHeld { CallId = fact.CallId, AgentId = fact.AgentId, HeldAt = Workshop.Noon.AddSeconds(9) });

        await workshop.AnalyseNextAsync();

        var said = Assert.Single(await workshop.SaidAsync());
        Assert.InRange(said.SilenceMs, 400, 600);
    }

    [Fact]
    public async Task Two_holds_of_a_call_each_have_their_end()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Held);
        await PauseAsync(workshop, fact, "hold", Workshop.Noon.AddSeconds(9), Workshop.Noon.AddSeconds(30));
        await PauseAsync(workshop, fact, "hold", Workshop.Noon.AddSeconds(40), Workshop.Noon.AddSeconds(69));

        await workshop.AnalyseNextAsync();

        Assert.InRange(Assert.Single(await workshop.SaidAsync()).LongestSilenceMs, 9_900, 10_100);
    }

    private static async Task PauseAsync(
        Workshop workshop, RecordingReady fact, string kind, DateTimeOffset from, DateTimeOffset to)
    {
        var length = (long)(to - from).TotalMilliseconds;
        if (kind == "hold")
        {
            await workshop.HearAsync(
                new CallHeldConsumer(), new CallHeld { CallId = fact.CallId, AgentId = fact.AgentId, HeldAt = from });
        }

        if (kind.StartsWith("hold", StringComparison.Ordinal))
        {
            await workshop.HearAsync(new CallResumedConsumer(), new CallResumed
            {
                CallId = fact.CallId, AgentId = fact.AgentId, HeldMs = length, ResumedAt = to,
            });
        }

        if (kind == "card")
        {
            await workshop.HearAsync(new RecordingPausedConsumer(), new RecordingPaused
            {
                CallId = fact.CallId, RecordingId = fact.RecordingId, PausedAt = from, UntilAt = to.AddMinutes(5),
            });
            await workshop.HearAsync(new RecordingResumedConsumer(), new RecordingResumed
            {
                CallId = fact.CallId,
                RecordingId = fact.RecordingId,
                PausedMs = length,
                ResumedAt = to,
                Reason = "asked",
            });
        }
    }
}

using System.Diagnostics;
using Xunit;

namespace CallCenter.Quality.Tests.Analyses;

public sealed class AnalysisWorkerTests(Servers servers)
{
    private static readonly byte[] Good =
        SyntheticWav.Talk(12, [(1, 4), (8, 11)], [(4.5, 7.5), (10, 11.5)]).Bytes();

    [Fact]
    public async Task A_recording_is_measured_evaluated_and_spoken_of_once()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Good);
        await workshop.HearAsync(fact);

        Assert.True(await workshop.AnalyseNextAsync());
        Assert.False(await workshop.AnalyseNextAsync());

        var said = Assert.Single(await workshop.SaidAsync());
        Assert.Equal((fact.CallId, fact.RecordingId, fact.AgentId), (said.CallId, said.RecordingId, said.AgentId));
        Assert.Equal(("Manner of talking", 1), (said.Form, said.FormVersion));
        Assert.InRange(said.AgentTalkShare!.Value, .42m, .44m);
        Assert.InRange(said.OverlapMs, 970, 1_030);
        Assert.InRange(said.SilenceMs, 970, 1_030);
        Assert.InRange(said.LongestSilenceMs, 470, 530);
        Assert.Equal((1, 0), (said.AgentInterruptions, said.CallerInterruptions));
        Assert.InRange(said.Score!.Value, 50, 100);
        Assert.Equal(("done", null, 1), await workshop.WorkOfAsync(fact));
    }

    [Fact]
    public async Task The_evaluation_is_said_under_the_trace_of_its_call()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("CallCenter", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var workshop = await Workshop.OpenAsync(servers);
        using var heard = new Activity("heard").Start();
        await workshop.HearAsync(Good);
        var trace = heard.TraceId.ToHexString();
        heard.Stop();

        await workshop.AnalyseNextAsync();

        Assert.Contains(
            trace, await workshop.OneAsync<string>("select traceparent from msg.event_log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_in_which_nobody_speaks_has_no_score()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        await workshop.HearAsync(new SyntheticWav(3).Bytes());
        await workshop.AnalyseNextAsync();

        var said = Assert.Single(await workshop.SaidAsync());
        Assert.Equal((null, null), (said.Score, said.AgentTalkShare));
    }

    [Fact]
    public async Task Work_on_a_deleted_recording_ends_and_what_was_found_out_stays()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var done = await workshop.HearAsync(Good);
        await workshop.AnalyseNextAsync();
        var left = await workshop.HearAsync(Good);
        await workshop.HearDeletedAsync(done);
        await workshop.HearDeletedAsync(left);
        await workshop.HearDeletedAsync(left);

        Assert.False(await workshop.AnalyseNextAsync());
        Assert.Equal("done", (await workshop.WorkOfAsync(done)).State);
        Assert.Equal(("failed", "the recording is deleted", 0), await workshop.WorkOfAsync(left));
        Assert.Single(await workshop.SaidAsync());
    }

    [Fact]
    public async Task A_missing_recording_is_tried_again_and_found_when_it_comes()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Good, stored: false);

        Assert.True(await workshop.AnalyseNextAsync());
        Assert.Equal(("pending", "the recording is missing", 1), await workshop.WorkOfAsync(fact));
        Assert.False(await workshop.AnalyseNextAsync());

        await workshop.StoreAsync(fact, Good);
        workshop.Clock.Move(workshop.Options.FirstPause);
        Assert.True(await workshop.AnalyseNextAsync());
        Assert.Equal("done", (await workshop.WorkOfAsync(fact)).State);
    }

    [Fact]
    public async Task A_store_that_is_away_for_days_loses_no_evaluation()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Good);
        workshop.Away = true;
        for (var hour = 0; hour < 72; hour++)
        {
            Assert.True(await workshop.AnalyseNextAsync());
            workshop.Clock.Move(TimeSpan.FromHours(1));
        }

        Assert.Equal(("pending", "the recordings are out of reach", 72), await workshop.WorkOfAsync(fact));
        workshop.Away = false;
        Assert.True(await workshop.AnalyseNextAsync());

        Assert.Equal("done", (await workshop.WorkOfAsync(fact)).State);
        Assert.Single(await workshop.SaidAsync());
    }

    [Fact]
    public async Task A_recording_that_never_comes_is_given_up_after_a_week()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Good, stored: false);
        await workshop.AnalyseNextAsync();
        workshop.Clock.Move(workshop.Options.GiveUpAfter);
        await workshop.AnalyseNextAsync();

        Assert.Equal(("failed", "the recording is missing", 2), await workshop.WorkOfAsync(fact));
    }

    [Fact]
    public async Task A_recording_that_stays_wrong_is_given_up_and_never_blocks_another()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var corrupt = await workshop.HearAsync(Good);
        await workshop.StoreAsync(corrupt, Good[..^1_000]);
        var behind = await workshop.HearAsync(Good);

        for (var i = 0; i < workshop.Options.MostAttempts; i++)
        {
            Assert.True(await workshop.AnalyseNextAsync());
            while (await workshop.AnalyseNextAsync())
            {
                // What is behind it.
            }

            Assert.Equal("done", (await workshop.WorkOfAsync(behind)).State);
            workshop.Clock.Move(TimeSpan.FromHours(1));
        }

        Assert.Equal(
            ("failed", "the recording is not the file that was announced", workshop.Options.MostAttempts),
            await workshop.WorkOfAsync(corrupt));
        Assert.False(await workshop.AnalyseNextAsync());
    }

    [Fact]
    public async Task A_mono_recording_is_given_up_at_once_because_it_is_what_was_announced()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var mono = await workshop.HearAsync(new SyntheticWav(1, channels: 1).Bytes());
        await workshop.AnalyseNextAsync();

        Assert.Equal(
            ("failed", "the recording is with 1 channel(s) instead of 2", 1), await workshop.WorkOfAsync(mono));
    }

    [Fact]
    public async Task Work_of_a_replica_that_died_is_taken_over_after_its_lease()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        var fact = await workshop.HearAsync(Good);
        await using (var connection = await workshop.Database.OpenConnectionAsync(CancellationToken.None))
        {
            var now = workshop.Clock.GetUtcNow();
            Assert.NotNull(await Quality.Analyses.AnalysisStore.TakeAsync(
                connection, now, now + workshop.Options.LeaseTime, CancellationToken.None));
        }

        Assert.False(await workshop.AnalyseNextAsync());
        workshop.Clock.Move(workshop.Options.LeaseTime);
        Assert.True(await workshop.AnalyseNextAsync());
        Assert.Equal(("done", null, 2), await workshop.WorkOfAsync(fact));
        Assert.Single(await workshop.SaidAsync());
    }

    [Fact]
    public async Task Two_replicas_share_the_work_and_say_everything_once()
    {
        const int many = 12;
        await using var workshop = await Workshop.OpenAsync(servers);
        using var one = workshop.Worker();
        using var other = workshop.Worker();
        for (var i = 0; i < many; i++)
        {
            await workshop.HearAsync(Good);
        }

        await one.StartAsync(CancellationToken.None);
        await other.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(async () => (await workshop.SaidAsync()).Count >= many);

        await one.StopAsync(CancellationToken.None);
        await other.StopAsync(CancellationToken.None);
        Assert.Equal(many, (await workshop.SaidAsync()).Select(said => said.RecordingId).Distinct().Count());
    }
}

using CallCenter.Fixtures;
using CallCenter.Messaging.Workload;
using Xunit;

namespace CallCenter.Messaging.Tests.Crashing;

/// <summary>Each step between a commit and its effect, with a real SIGKILL exactly there.</summary>
public class CrashPointTests(Servers servers)
{
    private const int Subjects = 20;
    private const int PerSubject = 10;

    [Theory]
    [InlineData(Steps.SayCommitted)]
    [InlineData(Steps.RelayClaimed)]
    [InlineData(Steps.RelayPublished)]
    [InlineData(Steps.RelayConfirmed)]
    [InlineData(Steps.RelayCommitted)]
    [InlineData(Steps.HearReceived)]
    [InlineData(Steps.HearHandled)]
    [InlineData(Steps.HearCommitted)]
    public async Task A_process_killed_at_any_step_loses_nothing_and_repeats_nothing(string step)
    {
        await using var station = await Station.OpenAsync(servers);
        await using var process = WorkloadProcess.Run(
            new WorkloadSettings
            {
                Database = station.Database.ConnectionString,
                Broker = station.Broker,
                Relays = true,
                Hears = true,
                Says = PerSubject,
                Subjects = Subjects,
                CrashAt = $"{step}:5",
            },
            crashes: 2);

        await station.UntilAsync("select count(*) from effect", Subjects * PerSubject, seconds: 60);
        await station.UntilAsync("select count(*) from msg.outbox", 0);

        Assert.Equal(2, process.Kills);
        (await Tally.OfAsync(station.Data)).IsClean();
    }
}

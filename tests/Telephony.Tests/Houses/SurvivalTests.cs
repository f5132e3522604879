using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>The owner of a busy node is killed while calls keep coming: nobody hears it, and nothing is lost.</summary>
[Collection(OwnershipTests.Name)]
public sealed class SurvivalTests(Servers servers)
{
    private const int Live = 50;
    private const int Queued = 20;
    private const int CallsPerSecond = 5;

    /// <summary>Asked of the product: the lease of three seconds, and the way to the node.</summary>
    private static readonly TimeSpan Adoption = TimeSpan.FromSeconds(6);

    /// <summary>What a recording may miss of a talk: the joining of the legs, and the last packets.</summary>
    private const long MissedMs = 1_000;

    private static readonly string[] Once =
        ["AgentReleased", "CallAnswered", "CallArrived", "CallEnded", "CallQueued", "RecordingReady"];

    [Fact]
    public async Task Fifty_talks_and_twenty_waiting_calls_outlive_their_owner_while_five_more_come_each_second()
    {
        using var first = FreePorts.Take();
        using var second = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        await house.AddNumberAsync(survey: false);
        await using var owner = await house.StartProcessAsync("first", first.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(owner), "an owner");
        await using var other = await house.StartProcessAsync("second", second.Table);
        await using var rush = new Rush(house);
        await FillAsync(house, rush);

        using var enough = new CancellationTokenSource();
        var stream = rush.StreamAsync(CallsPerSecond, enough.Token);
        await rush.UntilAsync<CallAnswered>(Live + CallsPerSecond);
        List<PhoneCall> heard = [.. rush.Callers.Take(Live + Queued), .. rush.AtAgents.Take(Live)];
        heard.ForEach(call => call.Media.ResetCounters());
        var before = rush.Callers.Count;
        var killedAt = TimeProvider.System.GetUtcNow();
        var began = TimeProvider.System.GetTimestamp();
        using var adopted = new CancellationTokenSource();
        var disturbance = DisturbanceAsync(adopted.Token);
        await owner.KillAsync();
        var early = MusicBeforeAsync(house, rush, other);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(other), "the other as owner");
        var taken = TimeProvider.System.GetElapsedTime(began);
        await adopted.CancelAsync();
        var between = rush.Callers.Count - before;
        await rush.UntilAsync<CallQueued>(rush.Callers.Count);
        var lost = heard.Sum(call => call.Media.Counters.Lost);
        var received = heard.Sum(call => call.Media.Counters.Received);
        await enough.CancelAsync();
        await stream;

        rush.LetGo();
        var calls = rush.Callers.Count;
        await rush.UntilAsync<CallEnded>(calls);
        await AreRecordedAsync(house, killedAt);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{calls} calls, {between} of them without an owner; adopted after {taken.TotalMilliseconds:0} ms, "
            + $"{(await disturbance).TotalMilliseconds:0} of which the machine owed to others; "
            + $"{lost} of {received} packets lost");
        Assert.True(await early, "music before there is an owner");
        Assert.InRange(between, CallsPerSecond, int.MaxValue);
        Assert.Equal(0, lost);
        Assert.InRange(taken - await disturbance, TimeSpan.Zero, Adoption);
        await AreCompleteAsync(house, calls);
        await AreWholeAsync(house, killedAt);
        await house.NothingIsLeftAsync();
        await House.UntilAsync(
            () => Task.FromResult(!Directory.EnumerateFiles(house.Asterisk.MonitorDirectory).Any()), "an empty spool");
        Assert.Equal("0", await house.OneAsync("select count(*)::text from call where ended_at is null"));
        Assert.Equal("0", await house.OneAsync("select count(*)::text from call_order where taken_at is null"));
    }

    /// <summary>By how much the machine was late with what this test wanted: other tests may run beside it.</summary>
    private static async Task<TimeSpan> DisturbanceAsync(CancellationToken until)
    {
        var (step, late) = (TimeSpan.FromMilliseconds(50), TimeSpan.Zero);
        while (!until.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            await Task.Delay(step, TimeProvider.System, CancellationToken.None);
            late += TimeProvider.System.GetElapsedTime(began) - step;
        }

        return late;
    }

    /// <summary>Fifty who talk, twenty who wait, and ten more agents for those who come.</summary>
    private static async Task FillAsync(House house, Rush rush)
    {
        await rush.AddAgentsAsync(Live, talkAtLength: true);
        rush.Begin();
        await PlaceAsync(house, rush, Live);
        await rush.UntilAsync<CallAnswered>(Live);
        await PlaceAsync(house, rush, Queued);
        var all = await house.EventsAsync<CallQueued>();
        rush.KeepBack(all.Select(e => e.CallId));
        await rush.AddAgentsAsync(10, talkAtLength: false);
        foreach (var caller in rush.Callers.Take(Live))
        {
            caller.SendTone(440);
        }

        var music = rush.Callers.Skip(Live).Select(caller => caller.HearsSoundAsync(House.Soon));
        Assert.All(await Task.WhenAll(music), Assert.True);
    }

    private static async Task PlaceAsync(House house, Rush rush, int count)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            rush.Call();
            await pace.WaitForNextTickAsync(House.Cancellation);
        }

        await rush.UntilAsync<CallQueued>(rush.Callers.Count);
    }

    /// <summary>A call that is placed when Asterisk knows of no owner hears music while that is still so.</summary>
    private static async Task<bool> MusicBeforeAsync(
        House house, Rush rush, CallCenter.Local.Processes.ServiceProcess next)
    {
        await House.UntilAsync(
            async () => (await house.Asterisk.GetAsync("applications", House.Cancellation)).GetArrayLength() == 0,
            "a switch without an owner");
        var placed = rush.Callers.Count;
        await House.UntilAsync(() => Task.FromResult(rush.Callers.Count > placed), "a call without an owner");
        return await rush.Callers[placed].HearsSoundAsync(House.Soon)
            && !await KilledOwnerTests.IsConnectedAsync(next);
    }

    private static async Task AreCompleteAsync(House house, int calls)
    {
        var arrived = await house.EventsAsync<CallArrived>();
        Assert.Equal(calls, arrived.Count);
        foreach (var call in arrived)
        {
            var said = await house.SaidAsync(call.CallId);
            Assert.Equal(Once, said.Where(Once.Contains).Order());
            // A phone that rang when the owner was killed may have been given up, and the call offered again.
            Assert.Empty(said.Except([.. Once, nameof(AgentRinging), nameof(AssignmentDeclined)]));
        }
    }

    /// <summary>
    /// All but who was put through in the last moment of the old owner and had said goodbye before the new one came.
    /// </summary>
    private static async Task AreRecordedAsync(House house, DateTimeOffset killedAt)
    {
        var wanted = (await house.EventsAsync<CallAnswered>())
            .Where(e => !IsLastMoment(e.AnsweredAt, killedAt)).Select(e => e.AssignmentId).ToList();
        await House.UntilAsync(
            async () => (await house.EventsAsync<RecordingReady>()).Select(e => e.AssignmentId).ToHashSet()
                .IsSupersetOf(wanted),
            "the recordings");
    }

    /// <summary>A slow machine takes a second from the answer to the order that records.</summary>
    private static bool IsLastMoment(DateTimeOffset answeredAt, DateTimeOffset killedAt) =>
        (killedAt - answeredAt).Duration() < TimeSpan.FromSeconds(2);

    private static async Task AreWholeAsync(House house, DateTimeOffset killedAt)
    {
        var talks = (await house.EventsAsync<AgentReleased>()).ToDictionary(e => e.AssignmentId);
        foreach (var ready in await house.EventsAsync<RecordingReady>())
        {
            var talk = talks[ready.AssignmentId];
            // Who was put through in the last moment of the old owner is recorded by the new one.
            var missed = IsLastMoment(talk.ReleasedAt.AddMilliseconds(-talk.TalkMs), killedAt)
                ? (long)Adoption.TotalMilliseconds
                : MissedMs;
            Assert.True(
                ready.DurationMs >= talk.TalkMs - missed,
                $"{ready.DurationMs} of {talk.TalkMs} ms of a talk that ended at {talk.ReleasedAt:O}; "
                + $"killed at {killedAt:O}");
            var file = new FileInfo(Path.Combine(house.RecordingStore, RecordingFile.Wav(ready.RecordingId).Name));
            Assert.Equal(ready.Bytes, file.Length);
        }
    }
}

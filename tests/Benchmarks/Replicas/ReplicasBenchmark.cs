using System.Globalization;
using CallCenter.Benchmarks.Matching;
using CallCenter.Fixtures.Playing;

namespace CallCenter.Benchmarks.Replicas;

/// <summary>
/// <c>replicas</c>: two processes of Routing under 50 calls a second, one of them killed (kill -9) every ten seconds
/// for two minutes; then 10,000 calls end to end that end in every state, with facts that come late, twice or cannot
/// be. Telephony is played: real outbox, relay, broker and inbox, no audio.
/// </summary>
internal static class ReplicasBenchmark
{
    private const int CallsPerSecond = 50;
    private const int Agents = 300;
    private const int Calls = 10_000;
    private const int AtOnce = 400;
    private static readonly TimeSpan KillEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Killing = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    /// <param name="arguments">Optional: seconds of killing, and calls; less than the default proves less.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var killing = arguments.Count > 0
            ? TimeSpan.FromSeconds(int.Parse(arguments[0], CultureInfo.InvariantCulture))
            : Killing;
        var calls = arguments.Count > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Calls;
        await using var servers = await BenchServers.StartAsync(cancellation);
        var survived = await KillAsync(servers, killing, cancellation);
        var clean = await EndToEndAsync(servers, calls, cancellation);
        Console.WriteLine($"Targets: {(survived && clean ? "met" : "MISSED")}");
        return survived && clean ? 0 : 1;
    }

    private static async Task<bool> KillAsync(
        BenchServers servers, TimeSpan killing, CancellationToken cancellation)
    {
        await using var centre = await CentreAsync(servers, "killed", replicas: 2, cancellation);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await new PlayedLoad(centre.Telephony).StreamAsync(CallsPerSecond, TimeSpan.FromSeconds(5));
        var (from, began) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
        var kills = centre.Replicas.KillInTurnAsync(KillEvery, over.Token);
        var load = new PlayedLoad(centre.Telephony).StreamAsync(CallsPerSecond, killing);
        await Task.Delay(killing, TimeProvider.System, cancellation);
        var (to, ended) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
        await over.CancelAsync();
        var (outcome, killed) = (await load, await kills);
        var left = await centre.SettleAsync(Settling);
        var heard = centre.Telephony.LongestPause(began, ended);
        var waits = centre.Telephony.Waits(began, ended);
        var committed = await centre.LongestPauseMsAsync(from, to);
        Console.WriteLine(
            $"{CallsPerSecond} calls/s for {killing.TotalSeconds:0} s, {Agents} agents, 2 replicas, {killed} killed:");
        var fits = Judge(outcome, left, centre.Telephony.Twice);
        var quick = heard < LongestPause;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  longest pause of assignments, bound {LongestPause.TotalMilliseconds:0} ms: "
            + $"{heard.TotalMilliseconds:0} ms as heard, {committed:0} ms as committed {Verdict(quick)}"));
        var longest = await centre.StagesAsync(waits.MaxBy(wait => wait.Waited).CallId);
        Console.WriteLine(
            $"  waits for the first agent: {new Percentiles(waits.Select(wait => wait.Waited.TotalMilliseconds))}; "
            + $"the longest, {longest}");
        return fits && quick;
    }

    private static async Task<bool> EndToEndAsync(BenchServers servers, int calls, CancellationToken cancellation)
    {
        await using var centre = await CentreAsync(servers, "end-to-end", replicas: 1, cancellation);
        var began = TimeProvider.System.GetTimestamp();
        var outcome = await new PlayedLoad(centre.Telephony).AtOnceAsync(calls, AtOnce);
        var took = TimeProvider.System.GetElapsedTime(began);
        var left = await centre.SettleAsync(Settling);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{calls} calls end to end, {AtOnce} at once, {Agents} agents: {calls / took.TotalSeconds:0} calls/s"));
        return Judge(outcome, left, centre.Telephony.Twice);
    }

    private static bool Judge(LoadOutcome outcome, LeftOver left, int twice)
    {
        var fits = outcome.Lost == 0 && left.Nothing && left.Repairs == 0 && left.Twice == 0 && twice == 0;
        Console.WriteLine(
            $"  {outcome.Calls} calls, {outcome.Talks} talks, bound 0 of all these: {outcome.Lost} lost, "
            + $"{twice} seen given twice, {left} {Verdict(fits)}");
        if (outcome.FirstFailure is { } failure)
        {
            Console.WriteLine($"  first: {failure}");
        }

        return fits;
    }

    private static string Verdict(bool met) => met ? "(met)" : "(MISSED)";

    private static async Task<PlayedCentre> CentreAsync(
        BenchServers servers, string name, int replicas, CancellationToken cancellation) =>
        await PlayedCentre.StartAsync(
            await servers.DatabaseAsync("routing", cancellation),
            await servers.DatabaseAsync("telephony", cancellation),
            await servers.VirtualHostAsync(cancellation), Path.Combine(servers.Folder, name), replicas, Agents,
            cancellation);
}

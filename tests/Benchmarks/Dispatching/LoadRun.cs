using System.Globalization;
using CallCenter.Local.Installations;
using CallCenter.Local.Supervising;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>A load that is measured after one that is not counted, with what it took of the machine.</summary>
internal sealed record LoadRun
{
    public required int CallsPerSecond { get; init; }

    public required int WarmUpCalls { get; init; }

    public required int Calls { get; init; }

    /// <summary>Runs both; adds to the lines what is to be printed of the second.</summary>
    public async Task<LoadResult> RunAsync(
        string name, CallLoad load, IReadOnlyList<RunMember> members, Steps steps, List<string> lines)
    {
        var warmUp = await steps.RunAsync($"{name}: warm-up", () => load.RunAsync(CallsPerSecond, WarmUpCalls));
        RunMember[] watched = [.. members, RunMember.Of("phones", Environment.ProcessId, "")];
        var usage = ProcessUsage.Start(watched);
        var result = await steps.RunAsync($"{name}: measured", () => load.RunAsync(CallsPerSecond, Calls));
        lines.Add(result.Describe(name));
        lines.Add($"    cores: {ProcessUsage.Describe(usage.Cores())}");
        lines.Add($"    processor time per call, ms: {PerCall(usage)}");
        if (warmUp.Failed > 0)
        {
            lines.Add($"    of {WarmUpCalls} calls of the warm-up {warmUp.Failed} failed");
        }

        if (result.FirstFailure is { } failure)
        {
            lines.Add($"    first failure: {failure}");
        }

        return result;
    }

    private string PerCall(ProcessUsage usage) => string.Join(", ", usage.Spent().Select(each =>
        string.Create(CultureInfo.InvariantCulture, $"{each.Key} {1_000 * each.Value / Calls:0.0}")));
}

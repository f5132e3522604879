using System.Globalization;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;

namespace CallCenter.Benchmarks;

/// <summary>What processes use of the machine, read from /proc.</summary>
internal sealed class ProcessUsage
{
    // Linux counts processor time in hundredths of a second on every platform that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly Dictionary<string, (int[] Ids, double Seconds)> _before;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private ProcessUsage(Dictionary<string, (int[] Ids, double Seconds)> before) => _before = before;

    /// <summary>Starts to count; a server's wrappers and children count as the server.</summary>
    public static ProcessUsage Start(IEnumerable<RunMember> members) => new(members.ToDictionary(
        member => member.Name,
        member =>
        {
            // What this process started is counted by itself.
            int[] ids = member.Id == Environment.ProcessId
                ? [member.Id]
                : [member.Id, .. ProcessTable.Descendants(member.Id)];
            return (ids, ids.Sum(Seconds));
        },
        StringComparer.Ordinal));

    /// <summary>Share of one core since the start, by name.</summary>
    public IReadOnlyDictionary<string, double> Cores()
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_began).TotalSeconds;
        return Spent().ToDictionary(each => each.Key, each => each.Value / elapsed);
    }

    /// <summary>Seconds of processor time since the start, by name.</summary>
    public IReadOnlyDictionary<string, double> Spent() => _before.ToDictionary(
        each => each.Key, each => Math.Max(0, each.Value.Ids.Sum(Seconds) - each.Value.Seconds));

    /// <summary>Resident memory in MB.</summary>
    public static double Megabytes(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status")
            .FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    public static string Describe(IReadOnlyDictionary<string, double> cores) => string.Join(", ", cores.Select(each =>
        string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value:0.00}")));

    private static double Seconds(int id)
    {
        var path = $"/proc/{id}/stat";
        if (!File.Exists(path))
        {
            return 0;
        }

        var text = File.ReadAllText(path);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture)
            + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}

using System.Security.Cryptography;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Supervising;

/// <summary>
/// Remembers by which build and for which passwords the broker's users, the schemas and the queues of a folder were
/// made: they stay, so an <c>up</c> of the same build does without making them again. It holds for a day, because a
/// migration also makes the partitions of the coming days.
/// </summary>
internal static class Preparation
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(1);

    public static bool IsDone(Home home)
    {
        var marks = MarksOf(home);
        if (!Array.TrueForAll(marks, File.Exists))
        {
            return false;
        }

        var fingerprint = FingerprintOf(home);
        var since = TimeProvider.System.GetUtcNow().UtcDateTime - Lasts;
        return Array.TrueForAll(
            marks, mark => File.GetLastWriteTimeUtc(mark) > since && File.ReadAllText(mark) == fingerprint);
    }

    /// <summary>From here on until the next <see cref="Finish"/> nothing is certain.</summary>
    public static void Forget(Home home) => Array.ForEach(MarksOf(home), File.Delete);

    public static void Finish(Home home)
    {
        var fingerprint = FingerprintOf(home);
        Array.ForEach(MarksOf(home), mark => File.WriteAllText(mark, fingerprint));
    }

    // With the state of each server: who removes that removes the mark.
    private static string[] MarksOf(Home home) =>
        [Path.Combine(home.StateOf("postgresql"), "prepared"), Path.Combine(home.StateOf("rabbitmq"), "prepared")];

    private static string FingerprintOf(Home home)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var programs = PortTable.Services.Select(service => Path.GetDirectoryName(ServiceProcess.ProgramOf(service))!)
            .Append(AppContext.BaseDirectory)
            .SelectMany(folder => Directory.GetFiles(folder, "CallCenter.*.dll").Order(StringComparer.Ordinal));
        foreach (var file in programs.Append(home.SecretsFile))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

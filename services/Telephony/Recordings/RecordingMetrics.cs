using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CallCenter.Telephony.Recordings;

/// <summary>What operators watch of recordings: instruments of the meter <c>CallCenter.Telephony</c>.</summary>
internal static class RecordingMetrics
{
    private static readonly Meter Meter = new("CallCenter.Telephony");

    private static readonly Counter<long> DeletedOnes = Meter.CreateCounter<long>(
        "callcenter.telephony.recordings.deleted", "{recording}", "Recordings deleted, by reason");

    private static readonly Counter<long> NotMadeOnes = Meter.CreateCounter<long>(
        "callcenter.telephony.recordings.not_made", "{recording}", "Talks that are not recorded, by reason");

    private static readonly Counter<long> OneSidedOnes = Meter.CreateCounter<long>(
        "callcenter.telephony.recordings.one_sided", "{recording}", "Talks with no sound of one side, by that side");

    private static readonly ConcurrentDictionary<string, long> Found = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, long> Free = new(StringComparer.Ordinal);

    static RecordingMetrics()
    {
        Meter.CreateObservableGauge(
            "callcenter.telephony.recordings.astray",
            () => Found.Select(found => new Measurement<long>(found.Value, Tag("kind", found.Key))),
            "{recording}",
            "What the last check found: recordings without a file (missing), files without a recording (orphaned)");
        Meter.CreateObservableGauge(
            "callcenter.telephony.recordings.disk_free",
            () => Free.Select(free => new Measurement<long>(free.Value, Tag("place", free.Key))),
            "By",
            "Room left where recordings are written: the recording store and the disk of each node owned");
    }

    public static void Deleted(string reason) => DeletedOnes.Add(1, Tag("reason", reason));

    public static void NotMade(string reason) => NotMadeOnes.Add(1, Tag("reason", reason));

    public static void OneSided(string silent) => OneSidedOnes.Add(1, Tag("silent", silent));

    public static void Checked(long missing, long orphaned)
    {
        Found["missing"] = missing;
        Found["orphaned"] = orphaned;
    }

    public static void DiskFree(string place, long bytes) => Free[place] = bytes;

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

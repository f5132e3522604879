using System.Diagnostics.Metrics;

namespace CallCenter.Telephony.Trunks;

/// <summary>What operators watch of trunks: instruments of the meter <c>CallCenter.Telephony</c>.</summary>
internal static class TrunkMetrics
{
    private static readonly Meter Meter = new("CallCenter.Telephony");

    private static readonly Counter<long> Dials = Meter.CreateCounter<long>(
        "callcenter.telephony.trunk.dials", "{dial}", "Legs dialled through a trunk, and those it could not dial");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "callcenter.telephony.dials.refused", "{dial}", "Numbers that were not dialled, and why");

    private static readonly Counter<long> Overflows = Meter.CreateCounter<long>(
        "callcenter.telephony.trunk.calls_refused", "{call}", "Calls that came in over the limit of their trunk");

    /// <param name="trunk">Name of the trunk that has no line left.</param>
    public static void Full(string trunk) =>
        Overflows.Add(1, new KeyValuePair<string, object?>("trunk", trunk));

    /// <param name="trunk">Name of the trunk.</param>
    /// <param name="result">Dialled, unreachable or failed.</param>
    public static void Dialled(string trunk, string result) => Dials.Add(
        1, new KeyValuePair<string, object?>("trunk", trunk), new KeyValuePair<string, object?>("result", result));

    /// <param name="reason">In the words of <see cref="DialChoice"/>.</param>
    public static void Refused(string reason) => Refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

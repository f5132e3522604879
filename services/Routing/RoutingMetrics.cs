using System.Diagnostics.Metrics;

namespace CallCenter.Routing;

/// <summary>Instruments of the meter <c>CallCenter.Routing</c> that a healthy centre leaves at zero.</summary>
internal static class RoutingMetrics
{
    private const string Name = "CallCenter.Routing";

    private static readonly Meter _meter = new(Name);

    private static readonly Counter<long> _repairs = _meter.CreateCounter<long>(
        "callcenter.routing.repairs", "{repair}", "States that could not be and were repaired, or freed by hand");

    private static readonly Counter<long> _refused = _meter.CreateCounter<long>(
        "callcenter.routing.facts.refused", "{fact}", "Late, repeated or impossible facts that changed nothing");

    private static readonly Counter<long> _expired = _meter.CreateCounter<long>(
        "callcenter.routing.leases.expired", "{assignment}", "Assignments of which nothing was heard in time");

    public static void Repaired(string kind) => _repairs.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <param name="fact">Name of the contract.</param>
    /// <param name="why">One of a few sentences; never with an id in it.</param>
    public static void Refused(string fact, string why) => _refused.Add(
        1, new KeyValuePair<string, object?>("fact", fact), new KeyValuePair<string, object?>("why", why));

    public static void Expired() => _expired.Add(1);
}

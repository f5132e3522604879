namespace CallCenter.Routing.Tests.Simulating;

/// <summary>Queueing formulas, computed without overflow; rates per unit of time.</summary>
internal static class Theory
{
    public static double ErlangB(int agents, double load)
    {
        var b = 1.0;
        for (var k = 1; k <= agents; k++)
        {
            b = load * b / (k + (load * b));
        }

        return b;
    }

    /// <summary>The probability that a call waits.</summary>
    public static double ErlangC(int agents, double load)
    {
        var b = ErlangB(agents, load);
        return b / (1 - (load / agents * (1 - b)));
    }

    /// <summary>Mean wait of all calls without abandonment.</summary>
    public static double MeanWait(int agents, double arrivals, double service) =>
        ErlangC(agents, arrivals / service) / ((agents * service) - arrivals);

    /// <summary>Probability of waiting, of abandoning, and mean wait with patience (Erlang A).</summary>
    public static (double Waits, double Abandons, double Wait) ErlangA(
        int agents, double arrivals, double service, double impatience)
    {
        var (x, y) = (agents * service / impatience, arrivals / impatience);
        double sum = 1, term = 1;
        for (var j = 1; term > 1e-14 * sum; j++)
        {
            term *= y / (x + j);
            sum += term;
        }

        var b = ErlangB(agents, arrivals / service);
        var load = arrivals / (agents * service);
        var waits = sum * b / (1 + ((sum - 1) * b));
        var abandons = ((1 / (load * sum)) + 1 - (1 / load)) * waits;
        return (waits, abandons, abandons / impatience);
    }

    /// <summary>Mean waits with non-preemptive priorities, the first class first.</summary>
    public static double[] PriorityWaits(int agents, double service, params double[] arrivals)
    {
        var delayed = ErlangC(agents, arrivals.Sum() / service);
        var full = agents * service;
        var waits = new double[arrivals.Length];
        var before = 0.0;
        for (var k = 0; k < arrivals.Length; k++)
        {
            var upTo = before + (arrivals[k] / full);
            waits[k] = delayed / (full * (1 - before) * (1 - upTo));
            before = upTo;
        }

        return waits;
    }
}

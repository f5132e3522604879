namespace CallCenter.Routing.Forecasting;

/// <summary>
/// How many agents a load needs, by Erlang C: calls come at random and nobody leaves. Callers do leave, so it asks for
/// rather too many than too few.
/// </summary>
public static class ErlangRules
{
    /// <summary>Nobody plans for more.</summary>
    private const int MostAgents = 10_000;

    /// <summary>Share of calls answered within a time: 0 to 1.</summary>
    /// <param name="erlangs">Calls in the interval × handling time / length of the interval.</param>
    /// <param name="agents">How many serve them.</param>
    /// <param name="within">T.</param>
    /// <param name="handling">Mean handling time.</param>
    public static double ServiceLevel(double erlangs, int agents, TimeSpan within, TimeSpan handling)
    {
        if (erlangs <= 0)
        {
            return 1;
        }

        if (agents <= erlangs)
        {
            return 0;
        }

        // The loss of Erlang B, one agent after the other, is the stable way to the wait of Erlang C.
        var loss = 1.0;
        for (var n = 1; n <= agents; n++)
        {
            loss = erlangs * loss / (n + (erlangs * loss));
        }

        var waits = agents * loss / (agents - (erlangs * (1 - loss)));
        return 1 - (waits * Math.Exp(-(agents - erlangs) * (within / handling)));
    }

    /// <summary>The fewest agents who reach a service level; none where no calls come.</summary>
    public static int Agents(double erlangs, double share, TimeSpan within, TimeSpan handling)
    {
        var agents = erlangs <= 0 ? 0 : (int)Math.Min(MostAgents, erlangs) + 1;
        while (agents < MostAgents && ServiceLevel(erlangs, agents, within, handling) < share)
        {
            agents++;
        }

        return agents;
    }
}

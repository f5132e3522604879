using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Loads;

/// <summary>When an agent is offered a pause, and how it begins and ends.</summary>
public static class PauseRules
{
    public const string CoolingDown = "cooling down";

    /// <param name="pauses">Their pauses that are remembered.</param>
    /// <param name="now">The instant.</param>
    public static AgentPause? Running(IEnumerable<AgentPause> pauses, DateTimeOffset now) =>
        pauses.FirstOrDefault(pause => pause.UntilAt > now);

    /// <summary>How many pauses are left of those of a shift.</summary>
    public static int Left(IEnumerable<AgentPause> pauses, LoadSettings settings, DateTimeOffset now) =>
        Math.Max(0, settings.PausesPerShift - pauses.Count(pause => pause.BeganAt > now - settings.ShiftTime));

    public static bool Offered(
        AgentLoad load, IReadOnlyCollection<AgentPause> pauses, LoadSettings settings, DateTimeOffset now) =>
        load.Value >= settings.PauseFrom && Left(pauses, settings, now) > 0 && Running(pauses, now) is null;

    /// <summary>The agent takes the pause that is offered; one that runs already goes on.</summary>
    public static PauseTaken Take(
        Agent agent, AgentLoad load, IReadOnlyCollection<AgentPause> pauses, LoadSettings settings, DateTimeOffset now)
    {
        if (Running(pauses, now) is { } running)
        {
            return new PauseTaken(running, null);
        }

        var refusal =
            agent.Activity is not (AgentActivities.Idle or AgentActivities.WrapUp) ? $"The agent is {agent.Activity}."
            : load.Value < settings.PauseFrom ? "No pause is offered: the load is below that of a pause."
            : Left(pauses, settings, now) == 0 ? $"All {settings.PausesPerShift} pauses of the shift are taken."
            : null;
        return refusal is null
            ? new PauseTaken(
                new AgentPause { AgentId = agent.AgentId, BeganAt = now, UntilAt = now + settings.PauseTime }, null)
            : new PauseTaken(null, refusal);
    }
}

/// <summary>The pause, or why there is none.</summary>
public sealed record PauseTaken(AgentPause? Pause, string? Refusal);

namespace CallCenter.Telephony.Calls;

/// <summary>A supervisor who listens to a talk.</summary>
public sealed record Supervision
{
    /// <summary>The agent id of the supervisor, whose phone it is.</summary>
    public required Guid SupervisorId { get; init; }

    /// <summary>The switch's id of the supervisor's leg.</summary>
    public required string Leg { get; init; }

    /// <summary>The switch's id of the ear at the agent's leg.</summary>
    public required string Ear { get; init; }

    /// <summary>The talk of the supervisor's leg with the ear.</summary>
    public required string Talk { get; init; }

    /// <summary>monitor, whisper or barge.</summary>
    public required string Mode { get; init; }

    /// <summary>Until when the phone may ring.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>The caller was handed on and talks with nobody yet.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Since when the supervisor listens.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The control that waits for the supervisor to listen; absent once it is answered.</summary>
    public Guid? ControlId { get; init; }
}

/// <summary>How a supervisor takes part.</summary>
public static class SupervisionModes
{
    /// <summary>Hears both, is heard by nobody.</summary>
    public const string Monitor = "monitor";

    /// <summary>Hears both, is heard by the agent.</summary>
    public const string Whisper = "whisper";

    /// <summary>Hears both, is heard by both.</summary>
    public const string Barge = "barge";

    public static IReadOnlyList<string> All { get; } = [Monitor, Whisper, Barge];
}

namespace CallCenter.Telephony.Calls;

/// <summary>The caller enters digits that the agent neither hears nor sees. The digits are in no snapshot.</summary>
public sealed record KeypadEntry
{
    /// <summary>The control that waits for them.</summary>
    public required Guid ControlId { get; init; }

    /// <summary>So many digits end the entry.</summary>
    public required int Most { get; init; }

    /// <summary>When the caller is with the agent again, whatever came.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>How many were entered, once that is known.</summary>
    public int Count { get; init; }

    /// <summary>They are on their way to the system that wants them.</summary>
    public bool Sent { get; init; }
}

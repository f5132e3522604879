namespace CallCenter.Telephony.Calls;

/// <summary>Caller and agent are being put together again, in a talk that goes on.</summary>
public sealed record Rejoin
{
    /// <summary>How often the switch has not obeyed.</summary>
    public int Failures { get; init; }

    /// <summary>The caller hears music until it is tried again.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Until when the switch may answer, or when it is told again.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>The control that waits for it; absent where none does.</summary>
    public Guid? ControlId { get; init; }
}

namespace CallCenter.Telephony.Calls;

/// <summary>What the actors of a node's calls work with.</summary>
internal sealed class CallWorkplace
{
    public required CallSettings Settings { get; init; }

    public required CallSaving Saving { get; init; }

    public required Patience Patience { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Gives an order to the switch; what comes of it, if the call must know. Does not throw.</summary>
    public required Func<SwitchOrder, CancellationToken, Task<CallInput?>> Give { get; init; }
}

namespace CallCenter.Telephony.Nodes;

/// <summary>A node that has an owner, as far as phones are concerned.</summary>
public sealed record NodeForPhones
{
    public required string Name { get; init; }

    /// <summary>Its owner reaches it, or will again in seconds.</summary>
    public required bool Reached { get; init; }

    public required bool Drained { get; init; }

    /// <summary>Calls are there: who talks on it must find the way back, drained or not.</summary>
    public bool HasCalls { get; init; }

    /// <summary>Up to which revision it knows the accounts.</summary>
    public required long PhoneRevision { get; init; }
}

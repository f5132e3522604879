using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Nodes;

/// <summary>What is known of a node's calls before it is asked what is alive.</summary>
internal sealed record KnownCalls
{
    /// <summary>The calls that this session carries; null where the first snapshot is still being stored.</summary>
    public required IReadOnlyDictionary<Guid, Call?> Here { get; init; }

    /// <summary>The versions of the stored calls that have not ended; read after <see cref="Here"/>.</summary>
    public required IReadOnlyDictionary<Guid, long> Stored { get; init; }
}

namespace CallCenter.Telephony.Callbacks;

/// <summary>
/// A callback that is being offered to a caller. In memory only, since it holds what they type; a new owner of the
/// call offers again.
/// </summary>
public sealed record CallbackOffer
{
    public required OfferStage Stage { get; init; }

    /// <summary>The queue whose agents would call back.</summary>
    public required Guid QueueId { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public int Priority { get; init; }

    /// <summary>What was typed so far.</summary>
    public string Digits { get; init; } = "";

    /// <summary>The number that waits to be confirmed.</summary>
    public string? E164 { get; init; }

    /// <summary>The last prompt, to be repeated.</summary>
    public string Media { get; init; } = "";

    /// <summary>How many prompts have been played.</summary>
    public int Prompts { get; init; }

    /// <summary>How often the present prompt was not answered.</summary>
    public int Silences { get; init; }

    /// <summary>Without the number.</summary>
    public override string ToString() => $"CallbackOffer {{ Stage = {Stage} }}";
}

/// <summary>What a caller is asked.</summary>
public enum OfferStage
{
    /// <summary>Nothing: they are told something, perhaps with the offer, and go on waiting.</summary>
    Telling,

    /// <summary>Whether they want to be called back.</summary>
    Asking,

    /// <summary>Whether at the number that they show.</summary>
    Confirming,

    /// <summary>At which number.</summary>
    Typing,

    /// <summary>Whether the number that they typed is right.</summary>
    Checking,
}

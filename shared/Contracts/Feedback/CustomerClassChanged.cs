namespace CallCenter.Contracts.Feedback;

/// <summary>Said when the value class of a customer, or the references it is known by, change.</summary>
[Event("customer", "class-changed", nameof(CustomerId))]
public sealed record CustomerClassChanged
{
    /// <summary>The customer.</summary>
    public required Guid CustomerId { get; init; }

    /// <summary>Keyed hashes of the customer's numbers.</summary>
    public IReadOnlyList<string> CallerRefs { get; init; } = [];

    /// <summary>The class: standard, high or another of the installation's own.</summary>
    public required string Class { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

namespace CallCenter.Feedback.Customers;

/// <summary>A customer as it is shown.</summary>
public sealed record CustomerAnswer
{
    public required Guid CustomerId { get; init; }

    /// <summary>Absent for a stranger.</summary>
    public string? Name { get; init; }

    public required string Class { get; init; }

    public required IReadOnlyList<string> Numbers { get; init; }

    public required IReadOnlyList<string> CallerRefs { get; init; }

    public required DateTimeOffset KnownSince { get; init; }

    public static CustomerAnswer Of(Customer customer, IReadOnlyCollection<CustomerReference> references) => new()
    {
        CustomerId = customer.CustomerId,
        Name = customer.Name,
        Class = customer.Class,
        Numbers = [.. references.Select(r => r.E164).OfType<string>().Order(StringComparer.Ordinal)],
        CallerRefs = [.. references.Select(r => r.CallerRef).Order(StringComparer.Ordinal)],
        KnownSince = customer.KnownSince,
    };
}

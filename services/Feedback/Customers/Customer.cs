using CallCenter.Contracts.Feedback;

namespace CallCenter.Feedback.Customers;

/// <summary>Who calls. A stranger has a reference only; a known customer has a name and numbers.</summary>
public sealed record Customer
{
    public const string Standard = "standard";

    public required Guid CustomerId { get; init; }

    public string? Name { get; init; }

    /// <summary>Value class: standard, high or another of the installation's own.</summary>
    public required string Class { get; init; }

    public required DateTimeOffset KnownSince { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public static Customer Stranger(Guid id, DateTimeOffset now) =>
        new() { CustomerId = id, Class = Standard, KnownSince = now, ChangedAt = now };

    /// <summary>
    /// The customer with a name and a class; says so when the class or the references have changed. Strangers are of
    /// the standard class, which needs no saying.
    /// </summary>
    public static CustomerChange Describe(
        Customer? known,
        Guid id,
        string name,
        string @class,
        IReadOnlyCollection<string> before,
        IReadOnlyCollection<string> after,
        DateTimeOffset now)
    {
        var customer = (known ?? Stranger(id, now)) with { Name = name, Class = @class, ChangedAt = now };
        var changed = known?.Class != @class || !before.ToHashSet().SetEquals(after);
        return new CustomerChange
        {
            Customer = customer,
            Said = changed
                ? new CustomerClassChanged
                {
                    CustomerId = id,
                    CallerRefs = [.. after.Order(StringComparer.Ordinal)],
                    Class = @class,
                    ChangedAt = now,
                }
                : null,
        };
    }
}

/// <summary>A customer as saved, and what is said of it.</summary>
public sealed record CustomerChange
{
    public required Customer Customer { get; init; }

    public CustomerClassChanged? Said { get; init; }
}

/// <summary>One reference by which a customer is recognised.</summary>
public sealed record CustomerReference
{
    public required string CallerRef { get; init; }

    public required Guid CustomerId { get; init; }

    /// <summary>The number, where it is known.</summary>
    public string? E164 { get; init; }
}

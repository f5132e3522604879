namespace CallCenter.Feedback.Customers;

/// <summary>What saving a customer with these numbers does to the references there are.</summary>
public static class CustomerRules
{
    /// <param name="id">The customer who is saved.</param>
    /// <param name="wanted">Reference and number of each number given.</param>
    /// <param name="existing">
    /// The references of this customer, and the wanted ones wherever they are.
    /// </param>
    public static ReferencePlan Plan(
        Guid id, IReadOnlyCollection<CustomerReference> wanted, IReadOnlyCollection<CustomerReference> existing)
    {
        var others = existing.Where(e => e.CustomerId != id && wanted.Any(w => w.CallerRef == e.CallerRef)).ToList();
        if (others.FirstOrDefault(o => o.E164 is not null) is { } known)
        {
            return new ReferencePlan { Conflict = known, Before = [], After = [] };
        }

        var own = existing.Where(e => e.CustomerId == id).ToList();

        // A number taken off the list is forgotten; a reference of which no number was ever known still recognises.
        var kept = own.Where(o => o.E164 is null && wanted.All(w => w.CallerRef != o.CallerRef));
        return new ReferencePlan
        {
            Before = [.. own.Select(o => o.CallerRef)],
            After = [.. kept, .. wanted],
            Absorbed = [.. others.Select(o => o.CustomerId).Distinct()],
        };
    }
}

/// <summary>References before and after.</summary>
public sealed record ReferencePlan
{
    /// <summary>A wanted number that is another known customer's: nothing is done.</summary>
    public CustomerReference? Conflict { get; init; }

    public required IReadOnlyList<string> Before { get; init; }

    public required IReadOnlyList<CustomerReference> After { get; init; }

    /// <summary>Strangers who turn out to be this customer: their calls and complaints become this one's.</summary>
    public IReadOnlyList<Guid> Absorbed { get; init; } = [];
}

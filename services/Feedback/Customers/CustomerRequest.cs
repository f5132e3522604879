using CallCenter.Feedback.Complaints;
using CallCenter.Hosting;

namespace CallCenter.Feedback.Customers;

/// <summary>A customer as it is saved.</summary>
public sealed record CustomerRequest
{
    private const int LongestName = 200;
    private const int MostNumbers = 20;

    public required string Name { get; init; }

    /// <summary>Value class, a code of the installation's own.</summary>
    public string Class { get; init; } = Customer.Standard;

    /// <summary>
    /// The numbers the customer calls from, in place of those there were: E.164, such as +442079460123.
    /// </summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>The field that breaks a rule, with the rule; or null.</summary>
    public (string Field, string Rule)? Problem()
    {
        if (Name.Length is 0 or > LongestName || Name.Contains('\0', StringComparison.Ordinal))
        {
            return ("name", $"must have 1 to {LongestName} characters and no NUL");
        }

        if (!Codes.IsCode(Class))
        {
            return ("class", Codes.Rule);
        }

        if (Numbers.Count > MostNumbers)
        {
            return ("numbers", $"must be at most {MostNumbers}");
        }

        for (var i = 0; i < Numbers.Count; i++)
        {
            if (CallerReference.Normalise(Numbers[i]) is null)
            {
                return ($"numbers[{i}]", "must be E.164: + and 7 to 15 digits");
            }
        }

        return null;
    }

    public IReadOnlyList<CustomerReference> References(Guid customerId, byte[] key) =>
    [
        .. Numbers.Select(n => CallerReference.Normalise(n)!).Distinct().Select(e164 => new CustomerReference
        {
            CallerRef = CallerReference.Of(e164, key),
            CustomerId = customerId,
            E164 = e164,
        }),
    ];
}

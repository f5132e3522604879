namespace CallCenter.Routing.Queues;

/// <summary>What a list of dispositions may be, and what may be named where there is one.</summary>
public static class DispositionRules
{
    public const int LongestCode = 50;
    private const int Most = 50;
    private const int LongestText = 100;

    /// <summary>The first place that breaks a rule, and the rule.</summary>
    public static (string Field, string Rule)? Problem(string place, IReadOnlyList<Disposition> dispositions)
    {
        if (dispositions.Count > Most)
        {
            return (place, $"must be at most {Most}");
        }

        for (var i = 0; i < dispositions.Count; i++)
        {
            var (one, field) = (dispositions[i], $"{place}[{i}]");
            var problem =
                one is null ? (field, "must not be null")
                : !IsText(one.Code, LongestCode) ? ($"{field}.code", "must have 1 to 50 characters")
                : dispositions.Take(i).Any(other => other.Code.Equals(one.Code, StringComparison.OrdinalIgnoreCase))
                    ? ($"{field}.code", "is there already")
                : !IsText(one.TextEn, LongestText) ? ($"{field}.textEn", "must have 1 to 100 characters")
                : !IsText(one.TextZh, LongestText) ? ($"{field}.textZh", "must have 1 to 100 characters")
                : ((string, string)?)null;
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>What is wrong with a disposition that is named; where the queue lists none, any will do.</summary>
    public static (string Field, string Rule)? Refusal(IReadOnlyList<Disposition> dispositions, string named) =>
        dispositions.Count == 0 || dispositions.Any(one => one.Code == named)
            ? null
            : ("disposition", $"must be one of the queue's: {string.Join(", ", dispositions.Select(one => one.Code))}");

    private static bool IsText(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);
}

namespace CallCenter.Quality.Forms;

/// <summary>A version of an evaluation form.</summary>
public sealed record EvaluationForm
{
    public required Guid FormId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<FormSection> Sections { get; init; }
}

/// <summary>Items that count together.</summary>
public sealed record FormSection
{
    public required string Name { get; init; }

    public required decimal Weight { get; init; }

    public required IReadOnlyList<FormItem> Items { get; init; }
}

/// <summary>A question that a measure answers.</summary>
public sealed record FormItem
{
    public required string Name { get; init; }

    /// <summary>One of the names in <see cref="MeasureRules"/>.</summary>
    public required string Measure { get; init; }

    public required decimal Weight { get; init; }

    /// <summary>Pairs of value and score (0 to 1), by rising value: straight lines between, level outside.</summary>
    public required IReadOnlyList<decimal[]> Points { get; init; }

    /// <summary>A score of 0 here makes the whole evaluation 0.</summary>
    public bool Fatal { get; init; }
}

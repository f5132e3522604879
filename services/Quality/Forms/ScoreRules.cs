using CallCenter.Quality.Measuring;

namespace CallCenter.Quality.Forms;

/// <summary>
/// The score of a form. Items that are not applicable count neither for nor against; a section counts when any of
/// its items does; a fatal item that fails makes the final score 0 and leaves the raw one to be seen.
/// </summary>
public static class ScoreRules
{
    public static ScoredForm Score(EvaluationForm form, TalkMeasures talk) =>
        Score(form, item => MeasureRules.Of(item.Measure, talk));

    public static ScoredForm Score(EvaluationForm form, Func<FormItem, MeasureValue> answer)
    {
        var items = form.Sections
            .SelectMany(section => section.Items.Select(item => Answer(section, item, answer(item))))
            .ToList();
        var (sum, weight) = (0m, 0m);
        foreach (var section in form.Sections)
        {
            var applicable = section.Items
                .Zip(items.Where(item => item.Section == section.Name))
                .Where(pair => pair.Second.Score is not null).ToList();
            var weights = applicable.Sum(pair => pair.First.Weight);
            if (weights > 0)
            {
                sum += section.Weight * applicable.Sum(pair => pair.First.Weight * pair.Second.Score!.Value) / weights;
                weight += section.Weight;
            }
        }

        decimal? raw = weight > 0 ? Math.Round(100 * sum / weight, 2) : null;
        var failed = items.Any(item => item is { Fatal: true, Score: 0 });
        return new ScoredForm { RawScore = raw, Score = raw is not null && failed ? 0 : raw, Items = items };
    }

    /// <summary>The score of a value on the straight lines between the points.</summary>
    public static decimal Between(IReadOnlyList<decimal[]> points, decimal value)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (value <= points[i][0])
            {
                return i == 0
                    ? points[0][1]
                    : points[i - 1][1] + ((points[i][1] - points[i - 1][1])
                        * (value - points[i - 1][0]) / (points[i][0] - points[i - 1][0]));
            }
        }

        return points[^1][1];
    }

    private static ScoredItem Answer(FormSection section, FormItem item, MeasureValue answer) => new()
    {
        Section = section.Name,
        Item = item.Name,
        Measure = item.Measure,
        Fatal = item.Fatal,
        Value = answer.Value,
        Score = answer.Value is { } value ? Math.Round(Between(item.Points, value), 4) : null,
        NotApplicable = answer.WhyNot,
    };
}

/// <summary>A form with its answers.</summary>
public sealed record ScoredForm
{
    /// <summary>0 to 100 without regard to fatal items; absent when nothing was applicable.</summary>
    public decimal? RawScore { get; init; }

    public decimal? Score { get; init; }

    public required IReadOnlyList<ScoredItem> Items { get; init; }
}

/// <summary>An item with its answer.</summary>
public sealed record ScoredItem
{
    public required string Section { get; init; }

    public required string Item { get; init; }

    public required string Measure { get; init; }

    public bool Fatal { get; init; }

    /// <summary>What was measured.</summary>
    public decimal? Value { get; init; }

    /// <summary>0 to 1.</summary>
    public decimal? Score { get; init; }

    /// <summary>Why it does not count.</summary>
    public string? NotApplicable { get; init; }
}

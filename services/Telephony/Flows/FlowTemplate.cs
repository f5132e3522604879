using System.Text;

namespace CallCenter.Telephony.Flows;

/// <summary>A text with expressions in it: <c>You are number {{position}}.</c></summary>
public static class FlowTemplate
{
    /// <summary>Longest template, and longest text made from one.</summary>
    public const int Longest = 500;

    /// <summary>The expressions in a template; otherwise what is wrong with it.</summary>
    public static (IReadOnlyList<FlowExpression> Expressions, string Problem) Parse(string template)
    {
        if (template.Length > Longest)
        {
            return ([], $"is longer than {Longest} characters");
        }

        var found = new List<FlowExpression>();
        foreach (var (text, isExpression) in Parts(template))
        {
            if (!isExpression)
            {
                continue;
            }

            var (expression, problem) = text is null
                ? (null, "opens {{ and does not close it")
                : FlowExpression.Parse(text);
            if (expression is null)
            {
                return ([], problem);
            }

            found.Add(expression);
        }

        return (found, "");
    }

    /// <summary>The text, cut off at <see cref="Longest"/> characters.</summary>
    /// <param name="template">A template that <see cref="Parse"/> accepts.</param>
    /// <param name="variable">The value of a variable.</param>
    /// <param name="escape">What is done to each value, but not to the text around it.</param>
    public static string Fill(string template, Func<string, string> variable, Func<string, string>? escape = null)
    {
        if (!template.Contains("{{", StringComparison.Ordinal))
        {
            return template;
        }

        var filled = new StringBuilder();
        foreach (var (text, isExpression) in Parts(template))
        {
            var value = isExpression ? FlowExpression.Parse(text!).Expression?.Value(variable) ?? "" : text!;
            filled.Append(isExpression && escape is not null ? escape(value) : value);
        }

        return filled.Length > Longest ? filled.ToString(0, Longest) : filled.ToString();
    }

    private static IEnumerable<(string? Text, bool IsExpression)> Parts(string template)
    {
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                yield return (template[at..], false);
                yield break;
            }

            yield return (template[at..open], false);
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                yield return (null, true);
                yield break;
            }

            yield return (template[(open + 2)..close], true);
            at = close + 2;
        }
    }
}

using System.Collections.Concurrent;

namespace CallCenter.Hosting;

/// <summary>Name of a database span: what is done to which table, such as <c>insert waiting_call</c>.</summary>
internal static class CommandName
{
    /// <summary>Statements are constants of the code; this bounds those that are put together.</summary>
    private const int MostKnown = 1_000;

    private static readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    public static string Of(string sql)
    {
        if (_known.TryGetValue(sql, out var known))
        {
            return known;
        }

        var name = Read(sql);
        if (_known.Count < MostKnown)
        {
            _known.TryAdd(sql, name);
        }

        return name;
    }

    // No regular expression: its time-out is of the clock, so that on a busy machine naming a span broke the command.
    private static string Read(string sql)
    {
        var words = sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var verb = words.Length == 0 ? "" : LeadingName(words[0], char.IsAsciiLetter).ToLowerInvariant();
        if (verb.Length == 0)
        {
            return "sql";
        }

        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (verb == "update" ? i == 0 : IsBeforeTable(words[i]))
            {
                var table = LeadingName(words[i + 1], c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.');
                if (table.Length > 0 && !char.IsAsciiDigit(table[0]))
                {
                    return $"{verb} {table.ToLowerInvariant()}";
                }
            }
        }

        return verb;
    }

    private static bool IsBeforeTable(string word) =>
        word.TrimStart('(', ')') is var bare
        && (bare.Equals("into", StringComparison.OrdinalIgnoreCase)
            || bare.Equals("from", StringComparison.OrdinalIgnoreCase));

    private static string LeadingName(string word, Func<char, bool> belongs) => new([.. word.TakeWhile(belongs)]);
}

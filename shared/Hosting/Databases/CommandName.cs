using System.Text.RegularExpressions;

namespace CallCenter.Hosting;

/// <summary>Name of a database span: what is done to which table, such as <c>insert waiting_call</c>.</summary>
internal static partial class CommandName
{
    public static string Of(string sql)
    {
        var match = VerbAndTable().Match(sql);
        return match.Success
            ? $"{match.Groups["verb"].Value} {match.Groups["table"].Value}".ToLowerInvariant()
            : Verb().Match(sql) is { Success: true, Value: var verb } ? verb.Trim().ToLowerInvariant() : "sql";
    }

    [GeneratedRegex(@"^\s*[a-z]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 100)]
    private static partial Regex Verb();

    [GeneratedRegex(
        @"^\s*(?<verb>[a-z]+)\b(?:(?<=update)|.*?\b(?:into|from))\s+(?<table>[a-z_][\w.]*)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 100)]
    private static partial Regex VerbAndTable();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace CallCenter.Hosting;

/// <summary>What a JSON body that could not be read lacks, in words that name its fields and no type of ours.</summary>
internal static partial class BodyProblem
{
    /// <summary>How long a pattern may look for its match, in milliseconds.</summary>
    private const int Limit = 100;

    private static readonly string[] _required = ["is required"];

    public static IResult Of(JsonException json)
    {
        var missing = Missing().Match(json.Message);
        if (missing.Success)
        {
            var fields = Quoted().Matches(missing.Groups["fields"].Value).Select(m => m.Groups["name"].Value);
            return TypedResults.ValidationProblem(
                fields.Distinct().ToDictionary(f => Under(json.Path, f), _ => _required));
        }

        var forbidden = NullFor().Match(json.Message);
        return forbidden.Success
            ? Problems.Invalid(forbidden.Groups["name"].Value, "must not be null")
            : Problems.Invalid(Field(json.Path), Rule(json.Message));
    }

    /// <summary>ASP.NET's sentence about a missing or unreadable parameter, without the names of our types.</summary>
    public static string Plain(string message) =>
        message.Contains("no body was provided", StringComparison.Ordinal) 
            ? "The body is missing."
            : Parameter().Replace(message, "parameter \"${name}\"");

    private static string Rule(string message)
    {
        var type = CouldNotBe().Match(message);
        return type.Success
            ? type.Groups["type"].Value.Replace("System.Nullable`1[", "", StringComparison.Ordinal).TrimEnd(']') switch
            {
                "System.Int32" or "System.Int64" => "must be a whole number",
                "System.Decimal" or "System.Double" => "must be a number",
                "System.Guid" => "must be a UUID",
                "System.Boolean" => "must be true or false",
                "System.DateTimeOffset" => "must be an instant such as 2026-01-31T12:00:00Z",
                "System.String" => "must be a string",
                _ => "has the wrong form",
            }
            : "is not well-formed JSON";
    }

    private static string Field(string? path) =>
        path is null or "$" ? "body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    private static string Under(string? path, string field) => Field(path) is "body" ? field : $"{Field(path)}.{field}";

    [GeneratedRegex("missing required properties including: (?<fields>.*?)\\.(?: Path:|$)", RegexOptions.None, Limit)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.None, Limit)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        "property or field '(?<name>[^']+)' on type '[^']+' doesn't allow setting null",
        RegexOptions.None, Limit)]
    private static partial Regex NullFor();

    [GeneratedRegex(@"could not be converted to (?<type>.+?)\. Path:", RegexOptions.None, Limit)]
    private static partial Regex CouldNotBe();

    [GeneratedRegex("parameter \"[\\w.<>\\[\\]?, `]+ (?<name>\\w+)\"", RegexOptions.None, Limit)]
    private static partial Regex Parameter();
}

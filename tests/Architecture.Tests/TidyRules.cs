using System.Text.RegularExpressions;

namespace CallCenter.Architecture.Tests;

/// <summary>
/// The rules of the house over one file: each returns what breaks it, as <c>path:line what</c>.
/// They read text, not symbols: the formatting that the build enforces makes that enough.
/// </summary>
public static partial class TidyRules
{
    public const int FileLines = 250;
    public const int ProgramLines = 60;
    public const int FunctionLines = 70;
    public const int LineLength = 120;

    private static readonly string[] _drawers =
        ["Common", "Utils", "Helpers", "Base", "Manager", "Core", "Misc", "Extensions"];

    private static readonly string[] _vagueRoles =
        ["Manager", "Service", "Handler", "Helper", "Processor", "Provider", "Factory", "Dto", "Model", "Utils"];

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        var lines = file.Text.TrimEnd('\n').Split('\n').Length;
        var limit = file.Name == "Program.cs" && file.IsIn("services") ? ProgramLines : FileLines;
        var exempt = file.IsIn("services")
            && (file.Name == "Log.cs" || file.Stem.EndsWith("Options", StringComparison.Ordinal));
        if (lines > limit && !exempt)
        {
            yield return $"{file.Path} has {lines} lines, the limit is {limit}";
        }
    }

    public static IEnumerable<string> WideLines(SourceFile file) =>
        Matching(file, line => line.Length > LineLength, "is wider than 120 characters");

    public static IEnumerable<string> LongFunctions(SourceFile file)
    {
        var lines = file.Lines;
        for (var i = 1; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart().Length;
            var opens = lines[i].Trim() == "{" && indent is 4 or 8;
            if (!opens || TypeDeclaration().IsMatch(lines[i - 1])
                || lines[i - 1].TrimStart().StartsWith("where ", StringComparison.Ordinal))
            {
                continue;
            }

            var end =
                Array.FindIndex(lines, i, l => l.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
            if (end - i > FunctionLines)
            {
                yield return $"{file.Path}:{i} is a function of {end - i} lines, the limit is {FunctionLines}";
            }
        }
    }

    public static IEnumerable<string> Drawers(SourceFile file)
    {
        var parts = file.Path.Split('/').Select(p => p.Split('.')[0]);
        return parts.Where(p => _drawers.Contains(p)).Select(p => $"{file.Path}: '{p}' says nothing of what is in it");
    }

    public static IEnumerable<string> VagueRoles(SourceFile file) =>
        _vagueRoles.Where(r => file.Stem.EndsWith(r, StringComparison.Ordinal) && file.Stem != r)
            .Select(r => $"{file.Path}: the suffix {r} is not one of the roles");

    /// <summary>Tests excepted: a test of queues may sit in a folder of that name as a class of another.</summary>
    public static IEnumerable<string> TypeNamedAsItsFolder(SourceFile file)
    {
        if (file.Stem == file.Folder && file.IsIn("services", "shared"))
        {
            yield return $"{file.Path}: a type never has its folder's name, the namespace would hide it";
        }
    }

    public static IEnumerable<string> UnfinishedWork(SourceFile file) =>
        Matching(file, line => Unfinished().IsMatch(line), "is unfinished work");

    public static IEnumerable<string> Regions(SourceFile file) =>
        Matching(file, line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal), "is a region");

    public static IEnumerable<string> LicenceHeaders(SourceFile file) =>
        file.Lines.Take(3).Any(l => l.Contains("Copyright", StringComparison.OrdinalIgnoreCase))
            ? [$"{file.Path} has a licence header: LICENSE holds for all"]
            : [];

    public static IEnumerable<string> StarSelects(SourceFile file) =>
        Matching(file, line => StarSelect().IsMatch(line), "selects * instead of listing columns");

    /// <summary>
    /// A rule is plain C#: time and ids come in as arguments, and nothing is read, written or logged.
    /// </summary>
    public static IEnumerable<string> ImpureRules(SourceFile file) =>
        file.IsIn("services") && file.Stem.EndsWith("Rules", StringComparison.Ordinal)
            ? Matching(file, line => Impure().IsMatch(line), "is not for a rule: it touches the world")
            : [];

    /// <summary>A store is static, works on the caller's transaction or unit of work and neither decides nor publishes.</summary>
    public static IEnumerable<string> DecidingStores(SourceFile file)
    {
        if (!file.IsIn("services") || !file.Stem.EndsWith("Store", StringComparison.Ordinal) || file.Stem[0] == 'I')
        {
            yield break;
        }

        if (!file.Text.Contains($"static class {file.Stem}", StringComparison.Ordinal))
        {
            yield return $"{file.Path}: a store is a static class";
        }

        foreach (var bad in Matching(file, line =>
            line.Contains(".Publish(", StringComparison.Ordinal), "publishes from a store"))
        {
            yield return bad;
        }

        foreach (Match method in StoreMethod().Matches(file.Text))
        {
            var first = method.Groups["first"].Value;
            if (!first.StartsWith("Npgsql", StringComparison.Ordinal)
                && !first.StartsWith("UnitOfWork", StringComparison.Ordinal))
            {
                yield return $"{file.Path}: {method.Groups["name"].Value} must take the transaction or the unit of work first";
            }
        }
    }

    /// <summary>Only the messaging folder, the samples' peers and the tools know the bus libraries.</summary>
    public static IEnumerable<string> BusLeaks(SourceFile file) =>
        file.IsIn("services", "shared/Hosting", "shared/Contracts")
            ? Matching(file, line => BusLibrary().IsMatch(line), "uses a bus library outside shared/Messaging")
            : [];

    /// <summary>Words of Asterisk's own interface stay in the folder that speaks it.</summary>
    public static IEnumerable<string> ForeignWords(SourceFile file) =>
        file.IsIn("services") && !file.Path.Contains("/Ari/", StringComparison.Ordinal)
            ? Matching(file, line => AsteriskWord().IsMatch(line), "speaks Asterisk outside the Ari folder")
            : [];

    /// <summary>The numbers of a requirements list mean nothing to a reader of the code.</summary>
    public static IEnumerable<string> RequirementNumbers(SourceFile file) =>
        Matching(file, line => RequirementNumber().IsMatch(line), "cites a requirement's number instead of saying it");

    public static IEnumerable<string> Matching(SourceFile file, Func<string, bool> bad, string what) =>
        file.Lines.Select((line, i) => (line, number: i + 1)).Where(l => bad(l.line))
            .Select(l => $"{file.Path}:{l.number} {what}");

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|namespace)\b")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bselect\s+(\w+\.)?\*", RegexOptions.IgnoreCase)]
    private static partial Regex StarSelect();

    [GeneratedRegex(
        @"TimeProvider|\bRandom\b|Guid\.(NewGuid|Create)|ILogger|Npgsql|Dapper|HttpClient|File\.|UnitOfWork|\bawait\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"public static (async )?[\w<>?\[\], ]+ (?<name>\w+)\(\s*(?<first>\w+)")]
    private static partial Regex StoreMethod();

    [GeneratedRegex(@"\b(MassTransit|RabbitMQ\.Client)\b")]
    private static partial Regex BusLibrary();

    [GeneratedRegex(@"\b(?i:stasis|pjsip|mixmonitor|snoop)")]
    private static partial Regex AsteriskWord();

    [GeneratedRegex(@"\b(?:[SP]\d\d|N\d\d?) (?:row|pain)\b|\brows? [SNP]\d+\b|\b(?:issue|task) #?\d+\b")]
    private static partial Regex RequirementNumber();
}

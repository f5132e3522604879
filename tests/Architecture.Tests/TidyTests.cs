using Xunit;

namespace CallCenter.Architecture.Tests;

public class TidyTests
{
    private static readonly string[] _top =
        ["services", "shared", "deploy", "tests", "Directory.Build.props", "CallCenter.sln", "README.md", "LICENSE"];

    public static TheoryData<string> Rules => new(_rules.Keys);

    private static readonly Dictionary<string, (Func<SourceFile, IEnumerable<string>> Rule, SourceFile Red)> _rules =
        new()
    {
        ["file length"] = (TidyRules.TooLong, Red("services/X/A.cs", new string('\n', 251) + "x")),
        ["program length"] = (TidyRules.TooLong, Red("services/X/Program.cs", new string('\n', 61) + "x")),
        ["line width"] = (TidyRules.WideLines, Red("services/X/A.cs", new string('x', 121))),
        ["function length"] = (TidyRules.LongFunctions,
            Red("services/X/A.cs", "    void F()\n    {\n" + string
                .Concat(Enumerable.Repeat("        x();\n", 71)) + "    }\n")),
        ["drawers"] = (TidyRules.Drawers, Red("shared/Common/A.cs", "")),
        ["vague roles"] = (TidyRules.VagueRoles, Red("services/X/CallManager.cs", "")),
        ["type named as its folder"] = (TidyRules.TypeNamedAsItsFolder, Red("services/X/Matching/Matching.cs", "")),
        ["unfinished work"] = (TidyRules.UnfinishedWork, Red("services/X/A.cs", "// " + "TODO later")),
        ["regions"] = (TidyRules.Regions, Red("services/X/A.cs", "    #region fields")),
        ["licence headers"] = (TidyRules.LicenceHeaders, Red("services/X/A.cs", "// Copyright somebody")),
        ["star selects"] = (TidyRules.StarSelects, Red("services/X/AStore.cs", "select * from agent")),
        ["impure rules"] = (TidyRules.ImpureRules, Red("services/X/MatchRules.cs", "var at = TimeProvider.System;")),
        ["publishing stores"] =
            (TidyRules.DecidingStores, Red("services/X/AStore.cs", "static class AStore { x.Publish(e); }")),
        ["stores without transaction"] = (TidyRules.DecidingStores,
            Red("services/X/AStore.cs", "static class AStore\n    public static Task SaveAsync(Agent agent)")),
        ["bus leaks"] = (TidyRules.BusLeaks, Red("services/X/A.cs", "using MassTransit;")),
        ["foreign words"] = (TidyRules.ForeignWords, Red("services/X/Calls/A.cs", "StasisStart")),
        ["requirement numbers"] = (TidyRules.RequirementNumbers, Red("services/X/A.cs", "// see row S14")),
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_source_file_keeps_the_rule(string rule)
    {
        var broken = Repository.CSharp.Concat(Repository.Sql)
            .Where(f => !f.IsIn("tests/Architecture.Tests"))
            .SelectMany(_rules[rule].Rule);

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_is_seen_red(string rule) => Assert.NotEmpty(_rules[rule].Rule(_rules[rule].Red));

    [Fact]
    public void Nothing_else_lies_at_the_top()
    {
        var found = Directory.EnumerateFileSystemEntries(Repository.Top).Select(Path.GetFileName)
            .Where(n => !n!.StartsWith('.') && n != "artifacts");

        Assert.Empty(found.Except(_top));
        Assert.Empty(_top.Except(found));
    }

    [Fact]
    public void No_file_cites_the_machine_it_was_written_on()
    {
        var machine = Repository.Files.Where(f => !f.IsIn("tests/Architecture.Tests"))
            .SelectMany(f => TidyRules.Matching(f, l => l.Contains("/work/", StringComparison.Ordinal)
                || l.Contains("/root/", StringComparison.Ordinal), "names a path of one machine"));

        Assert.Empty(machine);
    }

    private static SourceFile Red(string path, string text) => new(path, text);
}

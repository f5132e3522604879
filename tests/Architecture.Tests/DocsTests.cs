using System.Text.RegularExpressions;
using Xunit;

namespace CallCenter.Architecture.Tests;

public partial class DocsTests
{
    private static readonly string[] _serviceSections =
        ["Job", "Hears", "Says", "Tables", "HTTP", "Settings", "Start reading at"];

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var broken = Repository.Markdown.SelectMany(file => Link().Matches(file.Text)
            .Select(m => m.Groups[1].Value)
            .Where(target => !Leads(file, target))
            .Select(target => $"{file.Path} -> {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void A_broken_link_is_seen_red() =>
        Assert.False(Leads(new SourceFile("README.md", ""), "services/Nowhere/README.md"));

    [Theory]
    [InlineData("Telephony")]
    [InlineData("Routing")]
    [InlineData("Quality")]
    [InlineData("Feedback")]
    public void Every_service_README_tells_what_a_newcomer_looks_for(string service)
    {
        var readme = Repository.Files.Single(f => f.Path == $"services/{service}/README.md");

        var headings =
            readme.Lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].Trim());

        Assert.Empty(_serviceSections.Except(headings, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Telephony")]
    [InlineData("Routing")]
    [InlineData("Quality")]
    [InlineData("Feedback")]
    public void Every_setting_is_in_the_README_of_its_service(string service)
    {
        var readme = Repository.Files.Single(f => f.Path == $"services/{service}/README.md").Text;
        var options = Repository.CSharp.Where(f => f.IsIn($"services/{service}")
            && f.Stem.EndsWith("Options", StringComparison.Ordinal));

        var missing = options.SelectMany(o => Setting().Matches(o.Text).Select(m => m.Groups[1].Value))
            .Where(setting => !readme.Contains(setting, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_root_README_links_every_service_and_shared_folder()
    {
        var readme = Repository.Files.Single(f => f.Path == "README.md").Text;

        string[] folders = ["services/Telephony", "services/Routing", "services/Quality", "services/Feedback",
            "shared/Contracts", "shared/Messaging", "shared/Hosting", "deploy/local", "tests"];
        Assert.All(folders, f => Assert.Contains($"({f}/README.md)", readme, StringComparison.Ordinal));
    }

    private static bool Leads(SourceFile file, string target)
    {
        var path = target.Split('#')[0];
        if (path.Length == 0 || target.Contains("://", StringComparison.Ordinal))
        {
            return true;
        }

        var full = Path.Combine(Repository.Top, Path.GetDirectoryName(file.Path) ?? "", path);
        return File.Exists(full) || Directory.Exists(full);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"public [\w<>?\[\]]+ (\w+) \{ get; (?:set|init); \}")]
    private static partial Regex Setting();
}

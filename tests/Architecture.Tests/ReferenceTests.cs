using System.Text.RegularExpressions;
using Xunit;

namespace CallCenter.Architecture.Tests;

public partial class ReferenceTests
{
    /// <summary>What each project of the product may refer to; tests and tools may refer to anything.</summary>
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["shared/Contracts/Contracts.csproj"] = [],
        ["shared/Hosting/Hosting.csproj"] = [],
        ["shared/Messaging/Messaging.csproj"] = ["Contracts", "Hosting"],
        ["services/Telephony/Telephony.csproj"] = ["Contracts", "Hosting", "Messaging"],
        ["services/Routing/Routing.csproj"] = ["Contracts", "Hosting", "Messaging"],
        ["services/Quality/Quality.csproj"] = ["Contracts", "Hosting", "Messaging"],
        ["services/Feedback/Feedback.csproj"] = ["Contracts", "Hosting", "Messaging"],
    };

    [Fact]
    public void Services_refer_to_shared_code_and_never_to_each_other()
    {
        var product = Repository.Projects.Where(p => p.IsIn("services", "shared")).ToList();

        Assert.Equal(_allowed.Keys.Order(), product.Select(p => p.Path).Order());
        Assert.All(product, p => Assert.Empty(References(p).Except(_allowed[p.Path])));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Top, "CallCenter.sln")).Replace('\\', '/');

        Assert.All(Repository.Projects, p => Assert.Contains(p.Path, solution, StringComparison.Ordinal));
    }

    [Fact]
    public void One_place_knows_versions()
    {
        var versions = Repository.Projects.SelectMany(p =>
            TidyRules.Matching(p, l => PackageVersion().IsMatch(l), "names a package version"));

        Assert.Empty(versions);
    }

    [Fact]
    public void Lock_files_name_no_addresses()
    {
        var locks = Repository.Files.Where(f => f.Name is "packages.lock.json" or "package-lock.json").ToList();

        Assert.NotEmpty(locks);
        Assert.Empty(locks.SelectMany(f => TidyRules.Matching(f, l => l.Contains("\"resolved\": \"http",
            StringComparison.Ordinal), "names the address of a registry")));
    }

    [Fact]
    public void No_two_advisory_locks_of_a_service_have_the_same_number()
    {
        var locks = Repository.CSharp.Where(f => f.IsIn("services"))
            .SelectMany(f => AdvisoryLock().Matches(f.Text).Select(m => (
                Service: f.Path.Split('/')[1], Number: m.Groups[2].Value, Name: m.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(locks);
        Assert.Equal(locks.Count, locks.DistinctBy(one => (one.Service, one.Number)).Count());
    }

    private static IEnumerable<string> References(SourceFile project) =>
        ProjectReference().Matches(project.Text).Select(m => Path.GetFileNameWithoutExtension(m.Groups[1].Value));

    [GeneratedRegex(@"const (?:int|long) (\w+Lock) = ([\d_]+);")]
    private static partial Regex AdvisoryLock();

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("<PackageReference[^>]* Version(Override)?=")]
    private static partial Regex PackageVersion();
}

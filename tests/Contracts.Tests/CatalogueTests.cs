using System.Text.RegularExpressions;
using CallCenter.Messaging.Wire;
using Xunit;

namespace CallCenter.Contracts.Tests;

/// <summary>The catalogue in <c>shared/Contracts/README.md</c> is what the code does.</summary>
public partial class CatalogueTests
{
    private static readonly string[] _services = ["Telephony", "Routing", "Quality", "Feedback"];

    [Fact]
    public void Every_event_has_its_line_with_those_who_say_and_hear_it()
    {
        var readme = File.ReadAllLines(Path.Combine(Repository.Top, "shared", "Contracts", "README.md"));
        var heard = _services.SelectMany(s => Heard(s).Select(e => (Event: e, Service: s))).ToLookup(h => h.Event, h =>
            h.Service);

        var expected = EventCatalogue.All.Select(e => Line(e, heard[e.ClrType.Name])).ToList();

        var written = readme.Where(l => l.StartsWith("| `callcenter.", StringComparison.Ordinal)).ToList();
        Assert.Equal(string.Join('\n', expected), string.Join('\n', written));
    }

    private static string Line(EventDescription e, IEnumerable<string> hearers)
    {
        var service = _services.Single(s => string.Equals(s, e.Publisher, StringComparison.OrdinalIgnoreCase));
        var file = $"[{e.ClrType.Name}]({service}/{e.ClrType.Name}.cs)";
        var isPublic = e.Public ? "yes" : "no";
        return $"| `{e.Type}` | {file} | `{e.RoutingKey}` | {service} | {Names(hearers)} | {isPublic} |";
    }

    private static string Names(IEnumerable<string> services) =>
        string.Join(", ", services.Distinct()) is { Length: > 0 } names ? names : "none";

    /// <summary>From the one place of each service where it says what it hears.</summary>
    private static IEnumerable<string> Heard(string service) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Top, "services", service), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Subscription().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\.On<(\w+), \w+>\(\)")]
    private static partial Regex Subscription();
}

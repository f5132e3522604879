using System.Text.Json;
using Xunit;

namespace CallCenter.Telephony.Tests.Flows;

/// <summary>Every file of <c>walks</c>: a flow, what happens, and what must follow.</summary>
public sealed class WalkTests
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Flows", "walks");

    public static TheoryData<string> Files() =>
    [
        .. Directory.EnumerateFiles(_folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(),
    ];

    [Fact]
    public void There_are_at_least_forty() => Assert.InRange(Files().Count, 40, int.MaxValue);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_call_goes_through_its_flow_as_it_is_written(string name)
    {
        var walk = JsonSerializer.Deserialize<Walk>(File.ReadAllText(Path.Combine(_folder, name + ".json")), _json)!;
        var walker = new Walker(walk);
        Assert.Equal(walk.Steps[0].Expect, walker.Lines);
        foreach (var step in walk.Steps.Skip(1))
        {
            walker.Take(step);
            Assert.Equal(step.Expect, walker.Lines);
            Assert.DoesNotContain(walk.NeverStored ?? "nothing of that kind", walker.Stored, StringComparison.Ordinal);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using CallCenter.Messaging.Wire;
using Xunit;

namespace CallCenter.Contracts.Tests;

/// <summary>Files in <c>wire/</c> are events as they once went over the wire. They are added, never edited.</summary>
public class GoldenTests
{
    private static readonly string _wire = Path.Combine(Repository.Top, "tests", "Contracts.Tests", "wire");

    public static TheoryData<string> Goldens =>
        new(Directory.EnumerateFiles(_wire, "*.json").Select(f => Path.GetFileName(f)!));

    [Fact]
    public void Every_event_has_a_golden_file()
    {
        var missing = EventCatalogue.All.Select(e => $"{e.ClrType.Name}.json").Except(Goldens.Select(g => g.Data));

        Assert.Empty(missing);
    }

    /// <summary>A later golden of the same event is called <c>CallEnded.with-something.json</c>.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public void What_was_said_once_is_understood_for_ever(string golden)
    {
        var said = File.ReadAllText(Path.Combine(_wire, golden));
        var type = EventCatalogue.All.Single(e => e.ClrType.Name == golden.Split('.')[0]).ClrType;

        var understood = WireJson.Read(Encoding.UTF8.GetBytes(said), type);

        var again = JsonNode.Parse(WireJson.Write(understood))!.AsObject();
        Assert.All(JsonNode.Parse(said)!.AsObject(), property =>
            Assert.True(JsonNode.DeepEquals(property.Value, again[property.Key]), $"{property.Key} is not kept"));
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_golden_shows_every_property_that_was_known_when_it_was_written(string golden)
    {
        var said = JsonNode.Parse(File.ReadAllText(Path.Combine(_wire, golden)))!.AsObject();

        Assert.DoesNotContain(said, property => property.Value is null);
        Assert.All(said.Select(p => p.Key), name => Assert.True(char.IsAsciiLetterLower(name[0])));
    }
}

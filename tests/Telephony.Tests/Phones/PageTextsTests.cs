using System.Text.RegularExpressions;
using CallCenter.Local.Installations;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

/// <summary>What the agents' page says to people.</summary>
public sealed partial class PageTextsTests
{
    /// <summary>What the controls of the page can be refused with.</summary>
    private static readonly string[] Refusals =
    [
        "busy", "caller-gone", "cancelled", "closed", "collecting", "consulting", "declined", "disconnected", "ended",
        "failed", "left", "no-answer", "no-trunk", "not-consulting", "not-permitted", "not-ringing", "not-talking",
        "not-yours", "over-limit", "rejected", "talk-over", "timeout", "under-way", "unknown-queue", "unreachable",
        "yourself",
    ];

    private static readonly string Texts = File.ReadAllText(
        Path.Combine(Home.Repository!, "services/Telephony/Phones/Web/texts.js"));

    [Fact]
    public void Every_text_exists_in_english_and_in_chinese()
    {
        var (english, chinese) = (KeysOf("en"), KeysOf("zh"));

        Assert.NotEmpty(english);
        Assert.Equal(english, chinese);
    }

    [Fact]
    public void Every_refusal_of_a_control_is_told_in_words() =>
        Assert.Empty(Refusals.Select(word => $"why.{word}").Except(KeysOf("en")));

    private static IReadOnlyList<string> KeysOf(string language)
    {
        var begin = Texts.IndexOf($"  {language}: {{", StringComparison.Ordinal);
        var block = Texts[begin..Texts.IndexOf("\n  },", begin, StringComparison.Ordinal)];
        return [.. Key().Matches(Quoted().Replace(block, "''")).Select(key => key.Groups[1].Value.Trim('\''))
            .Where(key => key != language).Order(StringComparer.Ordinal)];
    }

    /// <summary>A text, which may hold a colon.</summary>
    [GeneratedRegex("(?<=: )'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex("('[a-z.-]+'|[a-zA-Z]+): ")]
    private static partial Regex Key();
}

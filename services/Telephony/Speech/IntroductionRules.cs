namespace CallCenter.Telephony.Speech;

/// <summary>What callers are told of the agent who serves them.</summary>
public static class IntroductionRules
{
    private const int LongestNumber = 16;

    /// <summary>The sentence, its number digit by digit; null in other languages and without a number.</summary>
    /// <param name="language">RFC 5646 tag of the call.</param>
    /// <param name="number">The agent's number.</param>
    public static string? Text(string language, string? number)
    {
        if (number is not { Length: > 0 and <= LongestNumber } || !number.All(char.IsAsciiDigit))
        {
            return null;
        }

        var digits = string.Join(' ', number.AsEnumerable());
        return language.Split('-')[0].ToLowerInvariant() switch
        {
            "en" => $"Agent {digits} is serving you.",
            "zh" => $"{digits} 号正在为您服务。",
            _ => null,
        };
    }
}

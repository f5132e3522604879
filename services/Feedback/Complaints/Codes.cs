namespace CallCenter.Feedback.Complaints;

/// <summary>Codes of the installation's own: reasons, classes of customers.</summary>
public static class Codes
{
    public const string Rule = "must be a code: 1 to 64 lower-case letters, digits and hyphens, such as late-delivery";

    public static bool IsCode(string text) =>
        text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

using System.Text.RegularExpressions;

namespace CallCenter.Telephony.Flows;

/// <summary>How flows, nodes, variables and sounds may be called.</summary>
public static partial class FlowNames
{
    public const string NameRule = "must be a name: a small letter, then up to 59 of a-z, 0-9 and -";
    public const string VariableRule = "must be a variable: a small letter, then up to 39 letters and digits";
    public const string SoundRule = "must be the name of a sound: up to 100 of a-z, 0-9, - _ and single /";
    public const string NamePattern = "^[a-z][a-z0-9-]{0,59}$";
    public const string VariablePattern = "^[a-z][a-zA-Z0-9]{0,39}$";
    // No dot and no leading slash: a name can never lead out of the folder of sounds.
    public const string SoundPattern = "^(?=.{1,100}$)[a-z0-9_-]+(/[a-z0-9_-]+)*$";
    public const string LanguagePattern = "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$";
    public const string SkillPattern = @"^[\p{L}\p{Nd}._:-]{1,60}$";

    public const string PhonePattern = @"^\+[1-9][0-9]{6,14}$";

    public static bool IsName(string text) => Matches(Name(), text);

    /// <summary>The words of the language of expressions are no variables.</summary>
    public static bool IsVariable(string text) =>
        Matches(Variable(), text) && text is not ("or" or "and" or "not" or "true" or "false");

    public static bool IsSound(string text) => Matches(Sound(), text);

    public static bool IsLanguage(string text) => Matches(Language(), text);

    public static bool IsPhone(string text) => Matches(Phone(), text);

    public static bool IsSkill(string text) => Matches(Skill(), text);

    /// <summary>A pattern's end also matches before a last line break.</summary>
    private static bool Matches(Regex pattern, string text) => pattern.IsMatch(text) && text[^1] != '\n';

    [GeneratedRegex(NamePattern, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Name();

    [GeneratedRegex(VariablePattern, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Variable();

    [GeneratedRegex(SoundPattern, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Sound();

    [GeneratedRegex(LanguagePattern, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Language();

    [GeneratedRegex(PhonePattern, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Phone();

    [GeneratedRegex(SkillPattern, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Skill();
}

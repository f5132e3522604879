using System.Text.RegularExpressions;
using CallCenter.Hosting;

namespace CallCenter.Telephony.Numbers;

/// <summary>What a client may say of a number.</summary>
public sealed record NumberRequest
{
    /// <summary>The number callers dial, in E.164.</summary>
    public string? E164 { get; init; }

    /// <summary>The queue its calls go to.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>RFC 5646 tag of its prompts, such as en or zh.</summary>
    public string? Language { get; init; }

    /// <summary>Skills wanted beside those of the queue.</summary>
    public string[]? Skills { get; init; }

    /// <summary>Higher is served first, from -100 to 100; 0 when absent.</summary>
    public int? Priority { get; init; }

    /// <summary>
    /// Name of the sound that greets callers, such as callcenter/greeting; none when absent or empty.
    /// </summary>
    public string? Greeting { get; init; }

    /// <summary>Whether callers are asked for a score after the talk; no when absent.</summary>
    public bool? Survey { get; init; }
}

/// <summary>Checks what is said of a number.</summary>
public static partial class NumberRules
{
    public const int MaximumSkills = 20;

    /// <summary>The number, or the field and the rule it breaks.</summary>
    public static (Number? Number, string Field, string Rule) Read(Guid numberId, NumberRequest request)
    {
        if (CallerReference.Normalise(request.E164) is not { } e164)
        {
            return Refused("e164", "must be an E.164 number: + and 7 to 15 digits");
        }

        if (request.QueueId is not { } queueId || queueId == Guid.Empty)
        {
            return Refused("queueId", "must be the UUID of a queue");
        }

        if (request.Language is null || !LanguageTag().IsMatch(request.Language))
        {
            return Refused("language", "must be an RFC 5646 tag such as en or zh");
        }

        var skills = request.Skills ?? [];
        if (skills.Length > MaximumSkills || skills.Any(skill => skill is null || !Skill().IsMatch(skill)))
        {
            return Refused("skills", $"must be at most {MaximumSkills} names of 1 to 60 letters, digits, - . _ or :");
        }

        if (request.Priority is < -100 or > 100)
        {
            return Refused("priority", "must be from -100 to 100");
        }

        if (!string.IsNullOrEmpty(request.Greeting) && !SoundName().IsMatch(request.Greeting))
        {
            return Refused("greeting", "must be the name of a sound: up to 100 of a-z, 0-9, - _ and single /");
        }

        var number = new Number
        {
            NumberId = numberId,
            E164 = e164,
            QueueId = queueId,
            Language = request.Language,
            Skills = skills,
            Priority = request.Priority ?? 0,
            Greeting = string.IsNullOrEmpty(request.Greeting) ? null : request.Greeting,
            Survey = request.Survey ?? false,
        };
        return (number, "", "");
    }

    private static (Number?, string, string) Refused(string field, string rule) => (null, field, rule);

    [GeneratedRegex("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"^[\p{L}\p{Nd}._:-]{1,60}$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Skill();

    // No dot and no leading slash: a name can never lead out of the folder of sounds.
    [GeneratedRegex("^(?=.{1,100}$)[a-z0-9_-]+(/[a-z0-9_-]+)*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex SoundName();
}

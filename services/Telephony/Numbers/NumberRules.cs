using CallCenter.Hosting;
using CallCenter.Telephony.Flows;

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

    /// <summary>Whether callers' talks with agents are recorded; yes when absent.</summary>
    public bool? Recorded { get; init; }

    /// <summary>Whether callers are told the number of the agent who answers; no when absent.</summary>
    public bool? AnnounceAgent { get; init; }

    /// <summary>at-once or at-agent: when callers are answered; at once when absent.</summary>
    public string? Answer { get; init; }

    /// <summary>Name of a flow with an active version; greeting and queue when absent or empty.</summary>
    public string? Flow { get; init; }

    /// <summary>What the number is advertised for: a small letter, then a-z, 0-9 and -.</summary>
    public string? Campaign { get; init; }

    /// <summary>From when the number leads here.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until before when. No other number may have the same digits in that time.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>Checks what is said of a number.</summary>
public static class NumberRules
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

        if (request.Language is null || !FlowNames.IsLanguage(request.Language))
        {
            return Refused("language", "must be an RFC 5646 tag such as en or zh");
        }

        var skills = request.Skills ?? [];
        if (skills.Length > MaximumSkills || skills.Any(skill => skill is null || !FlowNames.IsSkill(skill)))
        {
            return Refused("skills", $"must be at most {MaximumSkills} names of 1 to 60 letters, digits, - . _ or :");
        }

        if (request.Priority is < -100 or > 100)
        {
            return Refused("priority", "must be from -100 to 100");
        }

        if (!string.IsNullOrEmpty(request.Greeting) && !FlowNames.IsSound(request.Greeting))
        {
            return Refused("greeting", FlowNames.SoundRule);
        }

        if (NameProblem(request) is { } field)
        {
            return Refused(field, FlowNames.NameRule);
        }

        if (request.Answer is not null && !NumberAnswers.All.Contains(request.Answer, StringComparer.Ordinal))
        {
            return Refused("answer", $"must be one of {string.Join(", ", NumberAnswers.All)}");
        }

        if (request.ValidFrom >= request.ValidUntil)
        {
            return Refused("validUntil", "must be later than validFrom");
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
            Recorded = request.Recorded ?? true,
            AnnounceAgent = request.AnnounceAgent ?? false,
            Answer = request.Answer ?? NumberAnswers.AtOnce,
            Flow = string.IsNullOrEmpty(request.Flow) ? null : request.Flow,
            Campaign = string.IsNullOrEmpty(request.Campaign) ? null : request.Campaign,
            ValidFrom = request.ValidFrom?.ToUniversalTime(),
            ValidUntil = request.ValidUntil?.ToUniversalTime(),
        };
        return (number, "", "");
    }

    private static string? NameProblem(NumberRequest request) =>
        !string.IsNullOrEmpty(request.Flow) && !FlowNames.IsName(request.Flow) ? "flow"
        : !string.IsNullOrEmpty(request.Campaign) && !FlowNames.IsName(request.Campaign) ? "campaign"
        : null;

    private static (Number?, string, string) Refused(string field, string rule) => (null, field, rule);
}

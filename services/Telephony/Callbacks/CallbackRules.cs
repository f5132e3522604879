using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Numbers;

namespace CallCenter.Telephony.Callbacks;

/// <summary>What a client may ask for.</summary>
public sealed record CallbackRequest
{
    /// <summary>The customer's number, in E.164; Telephony:DialAllowed must permit it.</summary>
    public string? E164 { get; init; }

    /// <summary>The queue whose agents call back. A number of ours must lead to it.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>Not to be dialled before; at any time when absent.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Not to be dialled after, at most 60 days from now; at any time when absent.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>en, zh …; that of the number when absent.</summary>
    public string? Language { get; init; }

    /// <summary>Higher is served first, from -100 to 100; that of the number when absent.</summary>
    public int? Priority { get; init; }
}

/// <summary>Checks what is asked for, and whom may be dialled.</summary>
public static class CallbackRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    /// <summary>
    /// Whether a number may be dialled: an E.164 one that begins with a permitted prefix. Without prefixes none may:
    /// nobody dials at the cost of an installation that has not said where to.
    /// </summary>
    public static bool Permits(IReadOnlyList<string> prefixes, string e164) =>
        CallerReference.Normalise(e164) == e164
        && prefixes.Any(prefix => e164.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>
    /// The number that a caller means by the digits they typed, in the national form (with or without a leading 0) or
    /// in the international one; null when none of them may be dialled.
    /// </summary>
    public static string? Typed(string digits, string countryCode, IReadOnlyList<string> prefixes)
    {
        string[] national = countryCode.Length == 0 || digits.StartsWith("00", StringComparison.Ordinal)
            ? []
            : [countryCode + digits.TrimStart('0')];
        return national.Append(digits).Select(CallerReference.Normalise).OfType<string>()
            .FirstOrDefault(number => Permits(prefixes, number));
    }

    /// <summary>The field and the rule that a request breaks; null when it breaks none.</summary>
    public static (string Field, string Rule)? Refusal(
        CallbackRequest request, IReadOnlyList<string> prefixes, DateTimeOffset now) => request switch
        {
            _ when CallerReference.Normalise(request.E164) is null =>
                ("e164", "must be an E.164 number: + and 7 to 15 digits"),
            _ when !Permits(prefixes, CallerReference.Normalise(request.E164)!) =>
                ("e164", "must begin with a prefix that may be dialled"),
            { QueueId: null } => ("queueId", "must be the UUID of a queue"),
            _ when request.NotAfter <= now || request.NotAfter > now + Longest =>
                ("notAfter", "must be in the future, at most 60 days from now"),
            _ when request.NotBefore > (request.NotAfter ?? now + Longest) =>
                ("notBefore", "must be before notAfter, at most 60 days from now"),
            { Language: { } language } when !FlowNames.IsLanguage(language) =>
                ("language", "must be an RFC 5646 tag such as en or zh"),
            { Priority: < -100 or > 100 } => ("priority", "must be from -100 to 100"),
            _ => null,
        };

    /// <summary>The callback that a request without faults asks for.</summary>
    public static Callback Ask(
        Guid callbackId, CallbackRequest request, Number number, string callerRef, DateTimeOffset now) => new()
    {
        CallbackId = callbackId,
        E164 = CallerReference.Normalise(request.E164)!,
        CallerRef = callerRef,
        NumberId = number.NumberId,
        QueueId = number.QueueId,
        Language = request.Language ?? number.Language,
        Skills = number.Skills,
        Priority = request.Priority ?? number.Priority,
        QueuedAt = now,
        NotBeforeAt = request.NotBefore?.ToUniversalTime(),
        NotAfterAt = request.NotAfter?.ToUniversalTime(),
        RequestedAt = now,
    };

    /// <summary>What is said of a callback that was asked for.</summary>
    public static CallbackRequested Requested(Callback callback) => new()
    {
        CallbackId = callback.CallbackId,
        CallId = callback.CallId,
        QueueId = callback.QueueId,
        NumberId = callback.NumberId,
        CallerRef = callback.CallerRef,
        Language = callback.Language,
        Skills = callback.Skills,
        Priority = callback.Priority,
        QueuedAt = callback.QueuedAt,
        NotBeforeAt = callback.NotBeforeAt,
        NotAfterAt = callback.NotAfterAt,
        RequestedAt = callback.RequestedAt,
    };

    /// <summary>Whether a CallbackDue can be obeyed: the callback is open, and the order not late.</summary>
    public static bool Obeys(Callback? callback, CallbackDue due, DateTimeOffset now) =>
        callback is { EndedAt: null, WithdrawnAt: null } && due.DialUntilAt > now;

    /// <summary>The answer when nobody was dialled.</summary>
    public static CallbackDialled NotDialled(CallbackDue due, DateTimeOffset now) => new()
    {
        CallbackId = due.CallbackId,
        CallId = due.CallId,
        Attempt = due.Attempt,
        Result = "failed",
        DialledAt = now,
    };
}

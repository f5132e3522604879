using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Controls;

/// <summary>What a client may ask.</summary>
public sealed record ControlRequest
{
    /// <summary>
    /// hold, resume, mute, unmute, keys, hang-up, reject, return, pause-recording or resume-recording.
    /// </summary>
    public string? Action { get; init; }

    /// <summary>For keys: 1 to 32 of 0-9, *, # and A-D.</summary>
    public string? Digits { get; init; }

    /// <summary>For return, and said with it: a word of at most 40 lower-case letters, digits and hyphens.</summary>
    public string? Reason { get; init; }
}

/// <summary>Checks what is asked, and who asks.</summary>
public static class ControlRules
{
    private const string Keypad = "0123456789*#ABCD";

    /// <summary>The field and the rule that a request breaks; null when it breaks none.</summary>
    public static (string Field, string Rule)? Refusal(ControlRequest request) => request switch
    {
        _ when !ControlActions.All.Contains(request.Action, StringComparer.Ordinal) =>
            ("action", $"must be one of {string.Join(", ", ControlActions.All)}"),
        { Action: ControlActions.Keys } when !AreKeys(request.Digits) =>
            ("digits", "must be 1 to 32 of 0-9, *, # and A-D"),
        { Action: ControlActions.Return } when !IsWord(request.Reason) =>
            ("reason", "must be a word of at most 40 lower-case letters, digits and hyphens"),
        _ => null,
    };

    /// <summary>Whether an agent may control a call: only their own. Supervisors, who are no agent here, may any.</summary>
    public static bool MayControl(Call call, Guid? agentId) =>
        agentId is null || call.Assignment?.AgentId == agentId;

    /// <summary>What a request without faults asks; what another action needs is left out.</summary>
    public static CallControl Ask(Guid controlId, ControlRequest request, Guid? agentId) => new()
    {
        ControlId = controlId,
        Action = request.Action!,
        AgentId = agentId,
        Digits = request.Action == ControlActions.Keys ? request.Digits : null,
        Reason = request.Action == ControlActions.Return ? request.Reason : null,
    };

    private static bool AreKeys(string? digits) =>
        digits is { Length: >= 1 and <= 32 } && digits.All(Keypad.Contains);

    private static bool IsWord(string? reason) =>
        reason is { Length: >= 1 and <= 40 }
        && reason.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

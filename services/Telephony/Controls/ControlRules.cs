using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Controls;

/// <summary>What a client may ask.</summary>
public sealed record ControlRequest
{
    /// <summary>
    /// answer, reject, hold, resume, mute, unmute, keys, hang-up, return, pause-recording, resume-recording, transfer,
    /// consult, swap, conference, complete, cancel, collect, supervise or unsupervise.
    /// </summary>
    public string? Action { get; init; }

    /// <summary>For keys: 1 to 32 of 0-9, *, # and A-D.</summary>
    public string? Digits { get; init; }

    /// <summary>For collect: so many digits end the entry, from 1 to 32; # always does.</summary>
    public int? Most { get; init; }

    /// <summary>For return, and said with it: a word of at most 40 lower-case letters, digits and hyphens.</summary>
    public string? Reason { get; init; }

    /// <summary>For transfer and consult: the queue; of consult any agent whom Routing finds there.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>For transfer and consult: the agent.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>For transfer and consult: a number in E.164 that DialAllowed and a dial permission permit.</summary>
    public string? Number { get; init; }

    /// <summary>For supervise: monitor, whisper or barge.</summary>
    public string? Mode { get; init; }
}

/// <summary>Checks what is asked, and who asks.</summary>
public static class ControlRules
{
    private const string Keypad = "0123456789*#ABCD";

    /// <summary>The field and the rule that a request breaks; null when it breaks none.</summary>
    public static (string Field, string Rule)? Refusal(ControlRequest request, IReadOnlyList<string> dialAllowed) =>
        request switch
        {
            _ when !ControlActions.All.Contains(request.Action, StringComparer.Ordinal) =>
                ("action", $"must be one of {string.Join(", ", ControlActions.All)}"),
            { Action: ControlActions.Keys } when !AreKeys(request.Digits) =>
                ("digits", "must be 1 to 32 of 0-9, *, # and A-D"),
            { Action: ControlActions.Return } when !IsWord(request.Reason) =>
                ("reason", "must be a word of at most 40 lower-case letters, digits and hyphens"),
            { Action: ControlActions.Collect } when request.Most is null or < 1 or > 32 =>
                ("most", "must be from 1 to 32"),
            { Action: ControlActions.Transfer or ControlActions.Consult } when Targets(request) != 1 =>
                ("queueId", "one of queueId, agentId and number must be given"),
            { Action: ControlActions.Transfer or ControlActions.Consult, Number: { } number }
                when !CallbackRules.Permits(dialAllowed, number) =>
                ("number", "must be an E.164 number that begins with a prefix that may be dialled"),
            { Action: ControlActions.Supervise }
                when !SupervisionModes.All.Contains(request.Mode, StringComparer.Ordinal) =>
                ("mode", $"must be one of {string.Join(", ", SupervisionModes.All)}"),
            _ => null,
        };

    /// <summary>
    /// Whether an agent may control a call: only their own. Supervisors, who are no agent here, may any.
    /// </summary>
    public static bool MayControl(Call call, Guid? agentId) =>
        agentId is null || call.Assignment?.AgentId == agentId;

    /// <summary>Whether an action rings, or leads to, the phone of an agent.</summary>
    public static bool NeedsAPhone(CallControl control) =>
        control is { TargetAgentId: not null, Action: not ControlActions.Unsupervise };

    /// <summary>
    /// Why a phone cannot be rung; null when it can. For an agent who is busy a call waits in the queue, and a
    /// supervisor may be so with this very call.
    /// </summary>
    public static string? Refusal(CallControl control, Call call, string phone) => phone switch
    {
        "unreachable" => phone,
        "busy" when control.Action == ControlActions.Consult => phone,
        "busy" when control.Action == ControlActions.Supervise
            && call.Supervision?.SupervisorId != control.TargetAgentId
            && call.Assignment?.AgentId != control.TargetAgentId => phone,
        _ => null,
    };

    /// <summary>What a request without faults asks; what its action does not need is left out.</summary>
    /// <param name="controlId">The client's id of it.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="agentId">The agent who asks; null for a supervisor.</param>
    /// <param name="supervisorId">The agent id of the supervisor who asks.</param>
    /// <param name="shown">The number of ours that somebody who is dialled sees.</param>
    /// <param name="roles">The roles of whoever asks.</param>
    public static CallControl Ask(
        Guid controlId, ControlRequest request, Guid? agentId, Guid? supervisorId, string? shown,
        IReadOnlyList<string> roles)
    {
        var hands = request.Action is ControlActions.Transfer or ControlActions.Consult;
        return new CallControl
        {
            ControlId = controlId,
            Action = request.Action!,
            AgentId = agentId,
            Digits = request.Action == ControlActions.Keys ? request.Digits : null,
            Most = request.Action == ControlActions.Collect ? request.Most : null,
            Reason = request.Action == ControlActions.Return ? request.Reason : null,
            QueueId = hands ? request.QueueId : null,
            TargetAgentId = hands ? request.AgentId
                : ControlActions.OfSupervisors.Contains(request.Action, StringComparer.Ordinal) ? supervisorId
                : null,
            Number = hands ? request.Number : null,
            Shown = hands && request.Number is not null ? shown : null,
            Roles = hands && request.Number is not null ? roles : null,
            Mode = request.Action == ControlActions.Supervise ? request.Mode : null,
        };
    }

    private static int Targets(ControlRequest request) =>
        new object?[] { request.QueueId, request.AgentId, request.Number }.Count(target => target is not null);

    private static bool AreKeys(string? digits) =>
        digits is { Length: >= 1 and <= 32 } && digits.All(Keypad.Contains);

    private static bool IsWord(string? reason) =>
        reason is { Length: >= 1 and <= 40 }
        && reason.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

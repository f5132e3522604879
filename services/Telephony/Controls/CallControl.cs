namespace CallCenter.Telephony.Controls;

/// <summary>What somebody asks of a call that is on the line.</summary>
public sealed record CallControl
{
    /// <summary>Made by the client: asked twice, it is done once.</summary>
    public required Guid ControlId { get; init; }

    /// <summary>One of <see cref="ControlActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The agent who asks, for their own call only; absent for supervisors.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>Keys to send to the caller's side.</summary>
    public string? Digits { get; init; }

    /// <summary>Why, in a word of the client's.</summary>
    public string? Reason { get; init; }
}

/// <summary>The words for what can be asked.</summary>
public static class ControlActions
{
    /// <summary>The caller hears music until resume.</summary>
    public const string Hold = "hold";

    public const string Resume = "resume";

    /// <summary>The agent is not heard until unmute.</summary>
    public const string Mute = "mute";

    public const string Unmute = "unmute";

    /// <summary>Sends keypad digits to the caller's side.</summary>
    public const string Keys = "keys";

    /// <summary>Ends the agent's part; the call goes on as after any talk.</summary>
    public const string HangUp = "hang-up";

    /// <summary>Stops the agent's ringing phone; the call keeps its place.</summary>
    public const string Reject = "reject";

    /// <summary>Back to the head of the queue that the call came from.</summary>
    public const string Return = "return";

    /// <summary>The recording is silent until resume-recording or the longest pause.</summary>
    public const string PauseRecording = "pause-recording";

    public const string ResumeRecording = "resume-recording";

    public static IReadOnlyList<string> All { get; } =
        [Hold, Resume, Mute, Unmute, Keys, HangUp, Reject, Return, PauseRecording, ResumeRecording];
}

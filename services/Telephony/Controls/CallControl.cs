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

    /// <summary>Keys to send to the other side.</summary>
    public string? Digits { get; init; }

    /// <summary>So many digits end an entry.</summary>
    public int? Most { get; init; }

    /// <summary>Why, in a word of the client's.</summary>
    public string? Reason { get; init; }

    /// <summary>The queue to hand the call on to, or to find somebody to consult in.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>The agent to consult or to hand the call on to; the supervisor who takes part.</summary>
    public Guid? TargetAgentId { get; init; }

    /// <summary>The number to consult or to hand the call on to, in E.164.</summary>
    public string? Number { get; init; }

    /// <summary>The number of ours that they see.</summary>
    public string? Shown { get; init; }

    /// <summary>The roles of whoever asks, where a number is to be dialled.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>How a supervisor takes part.</summary>
    public string? Mode { get; init; }
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

    /// <summary>Sends keypad digits to whoever the agent talks with.</summary>
    public const string Keys = "keys";

    /// <summary>Ends the agent's part; the call goes on as after any talk.</summary>
    public const string HangUp = "hang-up";

    /// <summary>The agent's ringing phone is asked to answer.</summary>
    public const string Answer = "answer";

    /// <summary>Stops the agent's ringing phone; the call keeps its place.</summary>
    public const string Reject = "reject";

    /// <summary>Back to the head of the queue that the call came from.</summary>
    public const string Return = "return";

    /// <summary>The recording is silent until resume-recording or the longest pause.</summary>
    public const string PauseRecording = "pause-recording";

    public const string ResumeRecording = "resume-recording";

    /// <summary>Hands the caller on at once, to a queue, an agent or a number.</summary>
    public const string Transfer = "transfer";

    /// <summary>Rings an agent, any of a queue, or a number; the caller is on hold meanwhile.</summary>
    public const string Consult = "consult";

    /// <summary>To the caller while the third party waits, or the other way round.</summary>
    public const string Swap = "swap";

    /// <summary>All three hear each other.</summary>
    public const string Conference = "conference";

    /// <summary>Hands the caller on to the third party.</summary>
    public const string Complete = "complete";

    /// <summary>The caller enters digits that the agent neither hears nor sees.</summary>
    public const string Collect = "collect";

    /// <summary>Lets the third party go, or ends the entry.</summary>
    public const string Cancel = "cancel";

    /// <summary>A supervisor takes part, or does so in another way.</summary>
    public const string Supervise = "supervise";

    /// <summary>The supervisor no longer takes part.</summary>
    public const string Unsupervise = "unsupervise";

    public static IReadOnlyList<string> All { get; } =
    [
        Hold, Resume, Mute, Unmute, Keys, HangUp, Answer, Reject, Return, PauseRecording, ResumeRecording, Transfer,
        Consult, Swap, Conference, Complete, Cancel, Collect, Supervise, Unsupervise,
    ];

    /// <summary>Those that agents may not ask.</summary>
    public static IReadOnlyList<string> OfSupervisors { get; } = [Supervise, Unsupervise];
}

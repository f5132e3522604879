namespace CallCenter.Routing.Replaying;

/// <summary>A call that came to a queue, and what became of it.</summary>
public sealed record RecordedCall
{
    public required Guid QueueId { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>The CallQueued, as it was.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The class of its caller now.</summary>
    public string? CustomerClass { get; init; }

    /// <summary>As of the last queue that it moved to by itself; absent while it waits.</summary>
    public string? Outcome { get; init; }

    /// <summary>From entering until it was answered, given up or went on; until the end of the day at most.</summary>
    public long WaitMs { get; init; }

    /// <summary>Absent where nobody talked, or the talk is not over.</summary>
    public long? TalkMs { get; init; }

    public long? WrapUpMs { get; init; }
}

/// <summary>An agent, without anything that says who.</summary>
public sealed record RecordedAgent
{
    public required Guid AgentId { get; init; }

    public string[] Skills { get; init; } = [];

    public short[] Levels { get; init; } = [];

    public string? Team { get; init; }

    public string? Site { get; init; }

    public string[] Languages { get; init; } = [];
}

/// <summary>What an agent had chosen and could do, from an instant on.</summary>
public sealed record RecordedSpan
{
    public required Guid AgentId { get; init; }

    public required DateTimeOffset SinceAt { get; init; }

    public required string Status { get; init; }

    /// <summary>Not responding, the phone offline, or busy with a call that came from no queue.</summary>
    public bool Busy { get; init; }
}

/// <summary>A pause, which to all others is a break like any.</summary>
public sealed record RecordedPause
{
    public required Guid AgentId { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    public required DateTimeOffset UntilAt { get; init; }
}

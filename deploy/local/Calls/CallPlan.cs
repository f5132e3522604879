namespace CallCenter.Local.Calls;

/// <summary>How a demo call goes.</summary>
public sealed record CallPlan
{
    /// <summary>The number that is dialled.</summary>
    public required string Number { get; init; }

    /// <summary>The number it comes from, of a range that nobody has.</summary>
    public required string CallerNumber { get; init; }

    /// <summary>What the caller says.</summary>
    public double CallerHz { get; init; } = 440;

    /// <summary>What the agent says.</summary>
    public double AgentHz { get; init; } = 1_000;

    /// <summary>How long they talk.</summary>
    public TimeSpan Talk { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The caller's score: 1 of 5 is bad and becomes a complaint.</summary>
    public char Score { get; init; } = '1';

    /// <summary>What the agent says the call was about.</summary>
    public string Disposition { get; init; } = "demo";

    /// <summary>How long each step may take.</summary>
    public TimeSpan StepLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the last events may take after the call.</summary>
    public TimeSpan EventLimit { get; init; } = TimeSpan.FromSeconds(20);
}

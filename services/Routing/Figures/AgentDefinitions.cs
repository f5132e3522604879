using static CallCenter.Routing.Figures.Units;

namespace CallCenter.Routing.Figures;

/// <summary>Every figure of an agent, or of several together.</summary>
public static class AgentDefinitions
{
    /// <summary>
    /// In version 1 who did not respond, whose phone was offline and who rested after hard calls was taken for idle.
    /// </summary>
    private const int CanTakeACall = 2;

    private const string Ours = "CallCenter";
    private const string Amazon = "Amazon Connect, metrics definitions";

    public static IReadOnlyList<Definition<AgentTally>> All { get; } =
    [
        Agents("online", Amazon, t => t.Online, "agents in any status but offline", "在线客服数（除离线外的任何状态）"),
        Agents("staffed", Amazon, t => t.Staffed,
            "agents who are online and in no status of their own: available", "在岗客服数（状态为可用）")
            with { Version = CanTakeACall },
        Agents("available", Amazon, t => t.Available,
            "staffed agents who do nothing and can take a call: they respond, and their phone is online",
            "空闲可接听的客服数（有应答且话机在线）") with { Version = CanTakeACall },
        Agents("ringing", Ours, t => t.Ringing, "agents reserved for a call or rung", "已预留或正在振铃的客服数"),
        Agents("talking", Ours, t => t.Talking, "agents in a talk", "正在通话的客服数"),
        Agents("wrapping-up", Ours, t => t.WrappingUp, "agents in wrap-up", "正在话后处理的客服数"),
        new()
        {
            Id = "occupancy", Version = CanTakeACall, Unit = Ratio, Source = Amazon, MovesWithTime = true,
            Of = t => Quotient.Of(t.TalkingMs + t.WrapUpMs, t.TalkingMs + t.WrapUpMs + t.IdleMs),
            English = "(talking + wrap-up) / (talking + wrap-up + idle), by the clock; ringing and away are neither",
            Chinese = "（通话 + 话后处理时间）÷（通话 + 话后处理 + 空闲时间），振铃与离开不计",
        },
        Time("idle-time", Amazon, t => t.IdleMs,
            "time available, doing nothing and able to take a call; ringing excluded",
            "可用、空闲且可接听的时间（不含振铃）") with { Version = CanTakeACall },
        Time("talking-time", Ours, t => t.TalkingMs, "time in talks", "通话时间"),
        Time("wrap-up-time", Ours, t => t.WrapUpMs, "time in wrap-up", "话后处理时间"),
        Time("ringing-time", Ours, t => t.RingingMs, "time reserved for a call or rung", "预留或振铃时间"),
        Time("away-time", Amazon, t => t.AwayMs,
            "time online, doing nothing and unable to take a call: a break of any kind, not responding, phone offline",
            "在线、空闲但无法接听的时间（任何休息、无应答或话机离线）") with { Version = CanTakeACall },
        Time("online-time", Amazon, t => t.OnlineMs, "time in any status but offline", "在线时间（除离线外的任何状态）"),
        .. HandlingDefinitions.All.Select(one => one.Within<AgentTally>(t => t.Handling)),
    ];

    private static Definition<AgentTally> Agents(
        string id, string source, Func<AgentTally, double?> of, string english, string chinese) => new()
    {
        Id = id, Unit = Count, Source = source, Of = of,
        English = $"{english}, at the end of the window", Chinese = $"{chinese}，以时段结束时为准",
    };

    private static Definition<AgentTally> Time(
        string id, string source, Func<AgentTally, double?> of, string english, string chinese) => new()
    {
        Id = id, Unit = Milliseconds, Source = source, MovesWithTime = true, Of = of,
        English = english, Chinese = chinese,
    };
}

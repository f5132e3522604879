using static CallCenter.Routing.Figures.Units;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Every figure of a queue. Calls that call a customer back have figures of their own (<c>callbacks.…</c>) and are in
/// no other but those of the present and of handling.
/// </summary>
public static class QueueDefinitions
{
    /// <summary>In version 1 called-back customers counted as if they had come in, and moved calls nowhere.</summary>
    private const int Present = 2;

    private const string Ours = "CallCenter";
    private const string Amazon = "Amazon Connect, metrics definitions";
    private const string Genesys = "Genesys Cloud, service level";
    private const string Asterisk = "Asterisk, app_queue";
    private const string Google = "Google CCAI Platform";

    public static IReadOnlyList<Definition<QueueTally>> All { get; } =
    [
        Count("waiting", t => t.Waiting, "calls that wait at the end of the window", "时段结束时正在排队的来电数"),
        new()
        {
            Id = "oldest-wait", Version = Present, Unit = Milliseconds, Source = Amazon, MovesWithTime = true,
            Of = t => t.OldestWaitMs,
            English = "wait so far of the call that has waited longest", Chinese = "当前等待最久的来电已等待的时间",
        },
        Count("queued", t => t.Queued, "calls that entered the queue", "进入队列的来电数"),
        Count("left", t => t.Left,
            "calls that left the queue: answered, abandoned, callback, moved or ended by us", "离开队列的来电数（含各种离开方式）"),
        Count("answered", t => t.Answered, "calls bridged with an agent, each once", "由客服接通的来电数（每通计一次）"),
        Count("abandoned", t => t.Abandoned,
            "callers who left while they waited; a callback is none", "等待中自行挂断的来电数（选择回拨不计）"),
        Count("abandoned.short", t => t.AbandonedShort,
            "of these, after the short-abandon threshold at the latest", "其中在短时放弃阈值内挂断的来电数"),
        Count("callbacks", t => t.Callbacks, "callers who chose to be called back", "选择回拨的来电数"),
        Count("moved", t => t.Moved, "calls that went on to another queue or in their flow", "转到其他队列或流程下一步的来电数"),
        Count("ended-waiting", t => t.Ended, "waiting calls that we ended", "等待中被系统结束的来电数"),
        Count("not-routable", t => t.NotRoutable, "calls refused because the queue was closed", "因队列关闭而被拒绝的来电数"),
        Ratio("service-level.answered-within-threshold", Ours,
            t => Quotient.Of(t.AnsweredWithin, t.Answered + t.Abandoned - t.AbandonedShort),
            "answered within T / (answered + abandoned after the short-abandon threshold)",
            "T 内接通数 ÷（接通数 + 超过短时放弃阈值的放弃数）"),
        Ratio("service-level.amazon", Amazon, t => Quotient.Of(t.LeftWithin, t.Left),
            "left the queue within T (answered, abandoned, callback …) / all that left the queue",
            "T 内离开队列数（接通、放弃、回拨等）÷ 全部离开队列数"),
        Ratio("service-level.genesys", Genesys, t => Quotient.Of(t.AnsweredWithin, t.Answered + t.Abandoned),
            "(answered − answered late) / (answered + abandoned)", "（接通数 − 超时接通数）÷（接通数 + 放弃数）"),
        Ratio("service-level.asterisk", Asterisk, t => Quotient.Of(t.AnsweredWithin, t.Answered),
            "answered within T / answered", "T 内接通数 ÷ 接通数"),
        Ratio("service-level.asterisk2", Asterisk,
            t => Quotient.Of(t.AnsweredWithin + t.AbandonedWithin, t.Answered + t.Abandoned),
            "(answered within T + abandoned within T) / (answered + abandoned)",
            "（T 内接通数 + T 内放弃数）÷（接通数 + 放弃数）"),
        Ratio("service-level.without-early-abandons", Genesys,
            t => Quotient.Of(t.AnsweredWithin, t.Answered + t.Abandoned - t.AbandonedWithin),
            "answered within T / (answered + abandoned after T)", "T 内接通数 ÷（接通数 + T 之后的放弃数）"),
        Ratio("abandonment-rate", Amazon, t => Quotient.Of(t.Abandoned, t.Left),
            "abandoned / all that left the queue", "放弃数 ÷ 全部离开队列数"),
        Ratio("abandonment-rate.without-short", Google,
            t => Quotient.Of(t.Abandoned - t.AbandonedShort, t.Answered + t.Abandoned - t.AbandonedShort),
            "abandoned after the short-abandon threshold / (answered + the same)",
            "超过短时放弃阈值的放弃数 ÷（接通数 + 同一放弃数）"),
        new()
        {
            Id = "average-speed-of-answer", Version = Present, Unit = Milliseconds, Source = Amazon,
            Of = t => Quotient.Of(t.AnsweredWaitMs, t.Answered),
            English = "mean wait of the answered, from entering the queue to the bridge", Chinese = "接通来电的平均等待时间",
        },
        new()
        {
            Id = "longest-wait", Version = Present, Unit = Milliseconds, Source = Amazon, Of = t => t.LongestWaitMs,
            English = "longest wait of the calls that left the queue", Chinese = "离开队列的来电中最长的等待时间",
        },
        Count("callbacks.answered", t => t.CalledBack,
            "customers who were called back and bridged with an agent", "回拨后由客服接通的客户数") with { Version = 1 },
        Count("callbacks.lost", t => t.Lost,
            "customers who were called back and left before an agent came", "回拨接听后在客服接通前离开的客户数") with { Version = 1 },
        new()
        {
            Id = "callbacks.average-speed-of-answer", Unit = Milliseconds, Source = Ours,
            Of = t => Quotient.Of(t.CalledBackWaitMs, t.CalledBack),
            English = "mean wait of the called back who were bridged, from answering the dial to the bridge",
            Chinese = "回拨客户从接听电话到接通客服的平均等待时间",
        },
        .. HandlingDefinitions.All.Select(one => one.Within<QueueTally>(t => t.Handling)),
    ];

    private static Definition<QueueTally> Count(
        string id, Func<QueueTally, double?> of, string english, string chinese) => new()
    {
        Id = id, Version = Present, Unit = Units.Count, Source = Ours, Of = of, English = english, Chinese = chinese,
    };

    private static Definition<QueueTally> Ratio(
        string id, string source, Func<QueueTally, double?> of, string english, string chinese) => new()
    {
        Id = id, Version = Present, Unit = Units.Ratio, Source = source, Of = of, English = english, Chinese = chinese,
    };
}

using static CallCenter.Routing.Figures.Units;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Figures of offers and of their handling, for queues and agents alike. Offers that the system took back (late,
/// superseded, agent removed) count for nobody.
/// </summary>
public static class HandlingDefinitions
{
    private const string Amazon = "Amazon Connect, metrics definitions";

    public static IReadOnlyList<Definition<HandlingTally>> All { get; } =
    [
        One("handled", Count, t => t.OffersAnswered,
            "bridges with an agent: a call that two agents served counts twice", "客服接通次数（两位客服服务同一来电计两次）"),
        One("offers", Count, t => t.Offers,
            "calls offered to an agent: answered, not answered, or left by the caller meanwhile",
            "向客服派发的来电数（接通、未接、振铃中放弃）"),
        One("answer-rate", Ratio, t => Quotient.Of(t.OffersAnswered, t.Offers),
            "answered offers / offers", "接通的派发数 ÷ 派发数"),
        One("non-response", Count, t => t.OffersRefused + t.OffersCallerGone,
            "offers not answered, one per offer, also where the caller left meanwhile", "未接通的派发数（含振铃中放弃）"),
        One("non-response.without-customer-abandons", Count, t => t.OffersRefused,
            "offers not answered while the caller was there", "主叫仍在线时未接通的派发数"),
        One("average-handling-time", Milliseconds, t => Quotient.Of(t.TalkMs + t.WrapUpMs, t.Finished),
            "mean of talk (hold included) + wrap-up, of talks whose wrap-up is over",
            "平均处理时间：通话（含保持）+ 话后处理，仅计已完成者"),
        One("average-talk-time", Milliseconds, t => Quotient.Of(t.TalkMs, t.Finished),
            "mean of talk (hold included), of the same talks", "平均通话时间（含保持），范围同上"),
        One("average-wrap-up-time", Milliseconds, t => Quotient.Of(t.WrapUpMs, t.Finished),
            "mean of wrap-up, of the same talks", "平均话后处理时间，范围同上"),
    ];

    private static Definition<HandlingTally> One(
        string id, string unit, Func<HandlingTally, double?> of, string english, string chinese) => new()
    {
        Id = id, Unit = unit, Source = Amazon, Of = of, English = english, Chinese = chinese,
    };
}

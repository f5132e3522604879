using static CallCenter.Routing.Figures.Units;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Figures of offers and of their handling, for queues and agents alike. Offers that the system took back (late,
/// superseded, agent removed) count for nobody.
/// </summary>
public static class HandlingDefinitions
{
    private const string Ours = "CallCenter";
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
        One("transfers.out.internal", Count, t => t.HandedInside,
            "callers whom an agent handed on to a queue or another agent", "由客服转给队列或其他客服的来电数"),
        One("transfers.out.external", Count, t => t.HandedOutside,
            "callers whom an agent handed on to a number outside", "由客服转到外部号码的来电数"),
        One("transfers.in", Count, t => t.HandedHere,
            "callers handed on to this queue or agent, whether they were answered or not",
            "转入本队列或本客服的来电数（无论是否接通）"),
        One("given-back", Count, t => t.GivenBack,
            "calls given back to their queue by an agent or a supervisor", "由客服或班长退回原队列的来电数")
            with { Source = Ours },
        One("transfer-rate", Ratio, t => Quotient.Of(t.Transferred, t.Finished),
            "talks whose agent handed the caller on / talks whose wrap-up is over",
            "客服将来电转出的通话数 ÷ 已完成的通话数") with { Source = Ours },
        One("first-time-right", Ratio, t => Quotient.Of(t.FirstTalksRight, t.FirstTalks),
            "of the talks whose wrap-up is over and before which nobody had handed the caller on: those after which "
            + "nobody did, neither on nor back", "首次接通即处理完（未转出、未退回）的通话数 ÷ 首次接通的通话数")
            with { Source = Ours },
    ];

    private static Definition<HandlingTally> One(
        string id, string unit, Func<HandlingTally, double?> of, string english, string chinese) => new()
    {
        Id = id, Unit = unit, Source = Amazon, Of = of, English = english, Chinese = chinese,
    };
}

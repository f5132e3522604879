using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Numbers;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that begins a call.</summary>
public static partial class CallRules
{
    /// <summary>Follow-up of the switch handing over a call.</summary>
    public static CallDecision Arrive(CallArrival arrival, DateTimeOffset now, CallSettings settings)
    {
        var number = arrival.Number;
        var step = new CallStep(Begin(arrival, now, settings), now, settings);
        step.Order(step.Call.IsUnanswered
            ? new OpenCaller(arrival.CallerLeg)
            : new AnswerCaller(arrival.CallerLeg));
        if (number is null)
        {
            step.Announce("unknown-number", settings.UnknownNumberMedia);
            return step.Decision;
        }

        step.Say(new CallArrived
        {
            CallId = arrival.CallId,
            ArrivedAt = now,
            NumberId = number.NumberId,
            CallerRef = arrival.CallerRef,
            Language = number.Language,
            Campaign = number.Campaign,
            Flow = arrival.FlowBook?.Main,
            FlowVersion = arrival.FlowBook?.Versions[arrival.FlowBook.Main],
        });
        if (arrival.FlowBook is { } book)
        {
            BeginFlow(step, book);
        }
        else if (string.IsNullOrEmpty(number.Greeting))
        {
            step.Enqueue();
        }
        else
        {
            step.Play(CallPhase.Greeting, number.Greeting);
        }

        return step.Decision;
    }

    /// <summary>
    /// What an agent's phone may show of a number that is no E.164 one: an extension, or nothing. What else a caller
    /// sends as a number is a text that nobody has checked.
    /// </summary>
    public static string? Shown(string? number) =>
        number is { Length: > 0 and <= 20 } && number.All(char.IsAsciiDigit) ? number : null;

    private static Call Begin(CallArrival arrival, DateTimeOffset now, CallSettings settings) => new()
    {
        CallId = arrival.CallId,
        Node = arrival.Node,
        CallerLeg = arrival.CallerLeg,
        CallerNumber = arrival.CallerNumber,
        CallerRef = arrival.CallerRef,
        ArrivedAt = now,
        NumberId = arrival.Number?.NumberId,
        QueueId = arrival.Number?.QueueId,
        Language = arrival.Number?.Language ?? settings.DefaultLanguage,
        Skills = arrival.Number?.Skills ?? [],
        Priority = arrival.Number?.Priority ?? 0,
        Survey = arrival.Number?.Survey ?? false,
        Recorded = arrival.Number?.Recorded ?? true,
        AnnouncesAgent = arrival.Number?.AnnounceAgent ?? false,
        IsUnanswered = arrival.Number?.Answer == NumberAnswers.AtAgent,
        Campaign = arrival.Number?.Campaign,
        FlowBook = arrival.FlowBook,
        NumberSkills = arrival.Number?.Skills ?? [],
        NumberPriority = arrival.Number?.Priority ?? 0,
        Phase = CallPhase.Greeting,
        TraceParent = arrival.TraceParent,
    };
}

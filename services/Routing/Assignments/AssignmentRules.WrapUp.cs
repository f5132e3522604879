using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Assignments;

/// <summary>The work after a call: it belongs to the call, and a chosen status does not end it.</summary>
public static partial class AssignmentRules
{
    /// <summary>A mandatory wrap-up ended without disposition.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>
    /// The agent says what the call was about. That ends the work, unless it lasts its time: then it is kept for the
    /// end.
    /// </summary>
    public static Outcome WrapUp(Engagement on, string disposition, DateTimeOffset at)
    {
        var named = on with { Assignment = on.Assignment with { Disposition = disposition } };
        return !on.Assignment.WrappingUp ? NotInWrapUp(on)
            : on.Assignment.WrapUpMode is WrapUpModes.Timed or WrapUpModes.Extended
                ? new Outcome { Changed = [named] }
                : FinishWrapUp(named, at);
    }

    /// <summary>The agent asks for more time, and gets as much of it as the queue allows.</summary>
    public static Outcome ExtendWrapUp(Engagement on, TimeSpan more) => on.Assignment switch
    {
        { WrappingUp: false } => NotInWrapUp(on),
        { WrapUpUntilAt: { } until, WrapUpMostUntilAt: { } most } when until < most => new Outcome
        {
            Changed =
            [
                on with
                {
                    Assignment = on.Assignment with { WrapUpUntilAt = until + more < most ? until + more : most },
                },
            ],
        },
        { WrapUpMode: WrapUpModes.Extended } => Outcome.Refused("The wrap-up is as long as it can be."),
        _ => Outcome.Refused("The queue does not extend its wrap-ups."),
    };

    /// <summary>The work after the call is over, with the disposition that was named if one was.</summary>
    public static Outcome FinishWrapUp(Engagement on, DateTimeOffset at)
    {
        if (!on.Assignment.WrappingUp)
        {
            return NotInWrapUp(on);
        }

        var agent = Without(on, at, keepsPlace: false);
        var completed = on.Assignment.Complete(at);
        return new Outcome
        {
            Changed = [on with { Assignment = completed, Agent = agent.Agent }],
            Events = [completed.WrappedUp(at), .. agent.Events],
        };
    }

    private static Outcome WrapUpRunsOut(Engagement on, DateTimeOffset at) => FinishWrapUp(
        on.Assignment is { WrapUpMode: WrapUpModes.Mandatory, Disposition: null }
            ? on with { Assignment = on.Assignment with { Reason = Forgotten } }
            : on,
        at);

    private static Outcome NotInWrapUp(Engagement on) =>
        Outcome.Refused($"The assignment is {on.Assignment.State} and not in wrap-up.");
}

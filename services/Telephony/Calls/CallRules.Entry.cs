using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules in which the caller enters digits that the agent neither hears nor sees: they go from the
/// memory of this process to the system that wants them, and nowhere else.
/// </summary>
public static partial class CallRules
{
    private static readonly string[] _duringEntry =
    [
        ControlActions.Mute, ControlActions.Unmute, ControlActions.HangUp, ControlActions.Cancel,
        ControlActions.Supervise, ControlActions.Unsupervise,
    ];

    /// <summary>Only while the recording is silent: a phone may send keys as sound.</summary>
    private static string? Collect(CallStep step, Assignment assignment, CallControl control)
    {
        var call = step.Call;
        if (step.Settings.EntryUri is null)
        {
            return "not-configured";
        }

        if (call.Third is not null)
        {
            return "consulting";
        }

        if (call.Recording is { StoppedAt: null, Failed: false, PausedAt: null })
        {
            return "recording";
        }

        if (assignment.HeldAt is null)
        {
            return HoldFirst(step, assignment, control);
        }

        var until = step.Now + step.Settings.EntryTime;
        step.Call = step.Call with
        {
            Entries = call.Entries + 1,
            EnteredKeys = "",
            Entry = new KeypadEntry
            {
                ControlId = control.ControlId,
                Most = control.Most!.Value,
                UntilAt = call.Recording?.PauseUntilAt is { } end && end < until ? end : until,
            },
        };
        step.Say(new KeysAsked
        {
            CallId = call.CallId,
            AgentId = assignment.AgentId,
            Most = control.Most.Value,
            Secret = true,
            AskedAt = step.Now,
        });
        return null;
    }

    /// <summary>A node of the flow wants digits.</summary>
    private static void SayAsked(CallStep step, FlowPlace place)
    {
        if (step.Call.FlowBook?.Documents[place.Flow].Nodes[place.Node] is { Type: "collect" } node)
        {
            step.Say(new KeysAsked
            {
                CallId = step.Call.CallId,
                Flow = place.Flow,
                Version = step.Call.Flow!.Versions[place.Flow],
                Node = place.Node,
                Most = node.Max!.Value,
                Secret = node.Secret == true,
                AskedAt = step.Now,
            });
        }
    }

    /// <summary>The last key, or #, sends them.</summary>
    private static void EnterKey(CallStep step, KeypadEntry entry, char key)
    {
        if (entry.Sent)
        {
            return;
        }

        var keys = step.Call.EnteredKeys + (char.IsAsciiDigit(key) ? key.ToString() : "");
        step.Call = step.Call with { EnteredKeys = keys };
        if (keys.Length == 0 || (key != '#' && keys.Length < entry.Most))
        {
            return;
        }

        step.Call = step.Call with
        {
            EnteredKeys = null,
            Entry = entry with { Sent = true, Count = keys.Length, UntilAt = step.Now + step.Settings.EntryTime },
        };
        step.Order(new AskOutside(new AskWeb
        {
            Visit = -step.Call.Entries,
            Method = "POST",
            Url = step.Settings.EntryUri!.ToString(),
            Body = new Dictionary<string, string>
            {
                ["callId"] = step.Call.CallId.ToString(),
                ["controlId"] = entry.ControlId.ToString(),
                ["digits"] = keys,
            },
            Limit = step.Settings.EntryAnswerTime,
            Save = new Dictionary<string, string>(),
        }));
        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }

    private static void GiveEntryUp(CallStep step, string outcome)
    {
        step.EndEntry(outcome);
        BackToTheCaller(step);
        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }
}

using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Callbacks;

namespace CallCenter.Telephony.Calls;

/// <summary>One decision of <see cref="CallRules"/> in the making.</summary>
internal sealed partial class CallStep(Call call, DateTimeOffset now, CallSettings settings)
{
    private readonly List<object> _events = [];
    private readonly List<SwitchOrder> _orders = [];
    private readonly Call _before = call;
    private Callback? _callback;

    public Call Call { get; set; } = call;

    public DateTimeOffset Now { get; } = now;

    public CallSettings Settings { get; } = settings;

    /// <summary>An id nobody has used.</summary>
    public Guid FreshId { get; init; }

    public CallDecision Decision
    {
        get
        {
            EndAsking(_before.Assignment);
            return new(Call, _events, _orders) { Answers = _answers, Callback = _callback };
        }
    }

    public void Say(object @event) => _events.Add(@event);

    /// <summary>The caller is to be called back.</summary>
    public void Ask(Callback callback)
    {
        _callback = callback;
        Say(CallbackRules.Requested(callback));
    }

    public void Order(SwitchOrder order) => _orders.Add(order);

    public void Enter(CallPhase phase, DateTimeOffset? deadlineAt) =>
        Call = Call with { Phase = phase, DeadlineAt = deadlineAt };

    public void Play(CallPhase phase, string media)
    {
        var prompt = CallIds.Prompt(Call.CallId, Call.Prompts + 1);
        Call = Call with { PromptId = prompt, Prompts = Call.Prompts + 1 };
        Order(new Play(Call.CallerLeg, prompt, media, Call.Language));
        Enter(phase, Now + Settings.PromptLimit);
    }

    /// <summary>Speaks in the flow, in the language of the call.</summary>
    public void Speak(string text)
    {
        var prompt = CallIds.Prompt(Call.CallId, Call.Prompts + 1);
        Call = Call with { PromptId = prompt, Prompts = Call.Prompts + 1 };
        Order(new Speak(Call.CallerLeg, prompt, text, Call.Language));
        Enter(CallPhase.InFlow, Now + Settings.PromptLimit);
    }

    public void StopPrompt()
    {
        if (Call.PromptId is { } prompt)
        {
            Order(new StopPrompt(prompt));
            Call = Call with { PromptId = null };
        }
    }

    public void Enqueue()
    {
        StopPrompt();
        Call = Call with { QueuedAt = Call.QueuedAt ?? Now, MovedToQueueId = null };
        Say(new CallQueued
        {
            CallId = Call.CallId,
            QueueId = Call.QueueId!.Value,
            QueuedAt = Call.PlaceAt ?? Call.QueuedAt.Value,
            EnteredAt = Now,
            CallbackId = Call.CallbackId,
            NumberId = Call.NumberId!.Value,
            CallerRef = Call.CallerRef,
            Language = Call.Language,
            Skills = Call.Skills,
            Priority = Call.Priority,
            PreferredAgentId = Call.PreferredAgentId,
            PreferredWaitMs = Call.PreferredAgentId is null ? null : Milliseconds(Settings.TransferWaitTime),
            Attributes = Call.Attributes,
            Campaign = Call.Campaign,
            Flow = Call.Flow?.Flow,
            FlowVersion = Call.Flow?.Version,
        });
        Order(new MusicOn(Call.CallerLeg));
        Wait();
    }

    /// <summary>The call waits in its queue: music is on, no assignment is left.</summary>
    public void Wait()
    {
        Call = Call with { Assignment = null };
        WaitUntil(Call.Told?.NextAt ?? Now + Settings.FirstLook);
    }

    /// <summary>The call waits; at that time there may be something to tell its caller.</summary>
    public void WaitUntil(DateTimeOffset next) =>
        Enter(CallPhase.Queued, next < QueueEndsAt ? next : QueueEndsAt);

    /// <summary>Until when the call may wait.</summary>
    public DateTimeOffset QueueEndsAt => Call.QueueUntilAt ?? Call.QueuedAt!.Value + Settings.QueueLimit;

    /// <summary>Tells the caller why the call cannot be served; it ends with that cause.</summary>
    public void Announce(string cause, string media)
    {
        EndSupervision("talk-over");
        Call = Call with { EndCause = cause, Assignment = null };
        if (Call is { QueuedAt: not null, QueuedMs: 0 })
        {
            Call = Call with { QueuedMs = WaitedMs() };
        }

        Play(CallPhase.Announcing, media);
    }

    public void HangUp(string cause)
    {
        EndSupervision("talk-over");
        StopPrompt();
        Call = Call with { EndCause = Call.EndCause ?? cause, HangUps = Call.HangUps + 1 };
        Order(new HangUpCaller(Call.CallerLeg));
        Enter(CallPhase.Ending, Now + Settings.HangUpLimit);
    }

    /// <summary>What was said until now is the message.</summary>
    public void StopMessage()
    {
        if (Call.Message is not { StoppedAt: null } message)
        {
            return;
        }

        if (message.StartedAt is not null)
        {
            Order(new StopRecording(Call.CallerLeg, message.RecordingId));
            Order(new UnwatchVoice(Call.CallerLeg));
        }

        Call = Call with
        {
            Message = message.StartedAt is null ? null : message with { StoppedAt = Now, Failed = !message.Spoken },
        };
    }

    /// <summary>Answers an order; of one about a consultation the answer names that.</summary>
    public void Decline(Guid assignmentId, Guid agentId, string reason, Guid? consultationId = null) =>
        Say(new AssignmentDeclined
        {
            CallId = consultationId ?? Call.CallId,
            AssignmentId = assignmentId,
            AgentId = agentId,
            Reason = reason,
            DeclinedAt = Now,
        });

    /// <summary>The talk is over: stops its recording and lets the agent go.</summary>
    /// <param name="assignment">Of the agent who goes.</param>
    /// <param name="releasedBy">Who ended it.</param>
    /// <param name="goesOn">The caller is handed on: a supervisor follows.</param>
    public void Release(Assignment assignment, string releasedBy, bool goesOn = false)
    {
        EndControls(assignment, goesOn);
        var talkMs = Milliseconds(Now - assignment.AnsweredAt!.Value);
        Say(new AgentReleased
        {
            CallId = Call.CallId,
            AssignmentId = assignment.AssignmentId,
            AgentId = assignment.AgentId,
            ReleasedBy = releasedBy,
            TalkMs = talkMs,
            ReleasedAt = Now,
        });
        if (Call.Recording is { StoppedAt: null })
        {
            EndPause("talk-over");
            var recording = Call.Recording;
            Order(new StopRecording(Call.CallerLeg, recording.RecordingId));
            Call = Call with { Recording = recording with { StoppedAt = Now } };
        }

        Order(new RemoveTalk(assignment.Talk, releasedBy == "caller" ? null : Call.CallerLeg));
        Call = Call with { Assignment = null, TalkMs = Call.TalkMs + talkMs };
    }

    public void End(string cause, bool abandoned)
    {
        if (Call is { AgentId: null, QueuedAt: not null, QueuedMs: 0 })
        {
            Call = Call with { QueuedMs = WaitedMs() };
        }

        StopMessage();
        EndSupervision("talk-over");
        DropThird("caller-gone");
        SayFlowEnded();
        Call = Call with { EndCause = cause, PromptId = null, Assignment = null };
        Enter(CallPhase.Ended, deadlineAt: null);
        Say(new CallEnded
        {
            CallId = Call.CallId,
            Cause = cause,
            Abandoned = abandoned,
            QueueId = Call.QueuedAt is null ? null : Call.LastQueueId,
            AgentId = Call.AgentId,
            DurationMs = Milliseconds(Now - Call.ArrivedAt),
            QueuedMs = Call.QueuedMs,
            TalkMs = Call.TalkMs,
            EndedAt = Now,
            CallbackId = Call.CallbackId,
        });
    }

    /// <summary>Said once for each call with a flow, at the end of the flow or of the call.</summary>
    public void SayFlowEnded()
    {
        if (Call.Flow is { } flow && !Call.FlowEnded)
        {
            Call = Call with { FlowEnded = true };
            Say(new FlowEnded
            {
                CallId = Call.CallId,
                Flow = flow.Flow,
                Version = flow.Version,
                Node = flow.Place.Node,
                Outcome = flow.Outcome ?? "left",
                Fault = flow.Fault,
                EndedAt = Now,
            });
        }
    }

    /// <summary>Time waited until now in all queues.</summary>
    public long WaitedMs() => Call.WaitedMs + (Call.QueuedAt is { } at ? Milliseconds(Now - at) : 0);

    public static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);
}

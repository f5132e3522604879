using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Numbers;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A call under test: feeds the rules and keeps what a switch would have been told.</summary>
internal sealed class CallStory
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Sales = new("0190a000-0000-7000-8000-00000000000a");

    /// <summary>The supervisor who takes part in talks.</summary>
    public static readonly Guid Supervisor = new("0190a000-0000-7000-8000-00000000000b");

    private int _ids;
    private Guid _asked;

    public CallStory(bool known = true, string? greeting = null, bool survey = true, FlowBook? book = null,
        string? caller = "+441632960001", bool recorded = true, string answer = NumberAnswers.AtOnce,
        bool announces = false)
    {
        Now = Noon;
        var arrival = new CallArrival
        {
            CallId = NewId(),
            Node = "n1",
            CallerLeg = "caller-leg",
            CallerNumber = caller,
            CallerRef = caller is null ? null : "k1:abc",
            Number = known
                ? new Number
                {
                    NumberId = NewId(),
                    E164 = "+441632960000",
                    QueueId = Sales,
                    Language = book is null ? "zh" : "en",
                    Skills = book is null ? [] : ["own"],
                    Campaign = book is null ? null : "spring",
                    Flow = book?.Main,
                    Greeting = greeting,
                    Survey = survey,
                    Recorded = recorded,
                    Answer = answer,
                    AnnounceAgent = announces,
                }
                : null,
            FlowBook = book,
        };
        Call = null!;
        Apply(CallRules.Arrive(arrival, Now, Settings));
    }

    public CallSettings Settings { get; } = new()
    {
        EntryUri = new Uri("https://pay.example/digits"),
        DialAllowed = ["+441632"],
        CountryCode = "+44",
    };

    /// <summary>Who is to be called back.</summary>
    public List<Callback> Callbacks { get; } = [];

    public DateTimeOffset Now { get; private set; }

    public Call Call { get; private set; }

    public List<object> Events { get; } = [];

    public List<SwitchOrder> Orders { get; } = [];

    /// <summary>The switch does at once what a control needs, and joins again who is to be joined again.</summary>
    public bool Obeys { get; set; } = true;

    /// <summary>How often Routing has moved the call.</summary>
    public int Moves { get; private set; }

    /// <summary>Agents' legs that are alive if the switch did as it was told.</summary>
    public HashSet<string> Legs { get; } = [];

    public HashSet<string> Talks { get; } = [];

    public bool Music { get; private set; }

    public HashSet<Guid> Recordings { get; } = [];

    public List<ControlAnswer> Answers { get; } = [];

    /// <summary>How many controls were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>What came of the last control; null while that is not known.</summary>
    public string? Answered => Answers.LastOrDefault(answer => answer.ControlId == _asked)?.Outcome;

    public string Last => Events[^1].GetType().Name;

    public IEnumerable<string> Said => Events.Select(e => e.GetType().Name);

    public Guid NewId() => new($"0190a000-0000-7000-8000-1{++_ids:d11}");

    public CallStory Hear(CallInput input)
    {
        if (input is AgentLegGone gone)
        {
            Legs.Remove(gone.Leg);
        }

        Moves += input is Moved ? 1 : 0;
        Apply(CallRules.Decide(Call, input, Now, Settings, NewId()));
        if (Obeys && Call.Pending is { } pending)
        {
            Hear(new ControlTried(pending.ControlId, IsDone: true));
        }

        if (Obeys && Call.Assignment is { Rejoin.IsWaiting: false } assignment)
        {
            Hear(new Joined(assignment.Talk));
        }

        return this;
    }

    public CallStory After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    /// <summary>Lets time pass until the deadline of the phase.</summary>
    public CallStory Expire()
    {
        Now = Call.DeadlineAt!.Value;
        return Hear(new DeadlinePassed());
    }

    /// <summary>The prompt that plays comes to its end.</summary>
    public CallStory HearOut() => Hear(new PromptFinished(Call.PromptId!));

    public CallStory Press(string keys)
    {
        foreach (var key in keys)
        {
            Hear(new KeyPressed(key));
        }

        return this;
    }

    /// <summary>Lets time pass until a wait in the queue may last no longer.</summary>
    public CallStory WaitOut()
    {
        Now = Call.QueueUntilAt ?? Call.QueuedAt!.Value + Settings.QueueLimit;
        return Hear(new DeadlinePassed());
    }

    public string Media => Orders.OfType<Play>().Last().Media;

    public Assigned Order(TimeSpan? ring = null) => new()
    {
        AssignmentId = NewId(),
        AgentId = NewId(),
        QueueId = Sales,
        RingUntilAt = Now + (ring ?? TimeSpan.FromSeconds(20)),
    };

    public CallStory Assign() => Hear(Order());

    public CallStory PickUp() => Hear(new AgentLegUp(Call.Assignment!.Leg)).Hear(new Joined(Call.Assignment!.Talk));

    public CallStory AgentHangsUp() => Hear(new AgentLegGone(Call.Assignment!.Leg, "no-answer"));

    public T The<T>() => Events.OfType<T>().Single();

    /// <summary>Asks something of the call, as a supervisor unless an agent is named.</summary>
    public CallStory Ask(
        string action, string? digits = null, string? reason = null, Guid? agentId = null, Guid? queueId = null,
        Guid? target = null, string? number = null, string? mode = null, int? most = null)
    {
        _asked = NewId();
        Asked++;
        return Hear(new Controlled(new CallControl
        {
            ControlId = _asked,
            Action = action,
            AgentId = agentId,
            Digits = digits,
            Reason = reason,
            QueueId = queueId,
            TargetAgentId = target,
            Number = number,
            Mode = mode,
            Most = most,
        }));
    }

    public string Declined() => The<AssignmentDeclined>().Reason;

    private void Apply(CallDecision decision)
    {
        Call = decision.Call;
        Events.AddRange(decision.Events);
        Callbacks.AddRange(decision.Callback is { } callback ? [callback] : []);
        Orders.AddRange(decision.Orders);
        Answers.AddRange(decision.Answers);
        foreach (var order in decision.Orders)
        {
            Obey(order);
        }
    }

    private void Obey(SwitchOrder order)
    {
        switch (order)
        {
            case RingAgent ring:
                Legs.Add(ring.Leg);
                Talks.Add(ring.Talk);
                break;
            case DialCustomer dial:
                Legs.Add(dial.Leg);
                break;
            case JoinLegs join:
                Talks.Add(join.Talk);
                break;
            case Listen listen:
                Legs.Add(listen.Ear);
                break;
            case DropLeg drop:
                Legs.Remove(drop.Leg);
                break;
            case RemoveTalk remove:
                Talks.Remove(remove.Talk);
                break;
            case MusicOn { Leg: "caller-leg" } or MusicOff { Leg: "caller-leg" }:
                Music = order is MusicOn;
                break;
            case StartRecording start:
                Recordings.Add(start.RecordingId);
                break;
            case StopRecording stop:
                Recordings.Remove(stop.RecordingId);
                break;
        }
    }
}

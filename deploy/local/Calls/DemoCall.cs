using System.Text.Json;
using CallCenter.Local.Centres;
using CallCenter.Local.Phones;

namespace CallCenter.Local.Calls;

/// <summary>Places one real call through a running system and gathers what it caused.</summary>
public sealed class DemoCall
{
    private readonly CallSite _site;
    private readonly CallPlan _plan;
    private readonly EventListener _listener;
    private readonly AgentShift _shift;
    private readonly Action<CallProgress> _tell;
    private readonly List<CallCheck> _checks = [];
    private PhoneCall? _caller;
    private Guid? _callId;

    private DemoCall(
        CallSite site, CallPlan plan, EventListener listener, AgentShift shift, Action<CallProgress> tell)
    {
        _site = site;
        _plan = plan;
        _listener = listener;
        _shift = shift;
        _tell = tell;
    }

    /// <summary>Sets the agent to work, calls, and puts everything back; what went wrong is among the checks.</summary>
    public static async Task<CallReport> RunAsync(
        CallSite site, CallPlan plan, DemoAgent agent, Action<CallProgress> tell, CancellationToken cancellation)
    {
        await using var listener = await site.ListenAsync(cancellation);
        await using var shift = await AgentShift.StartAsync(site, agent, plan.StepLimit, cancellation);
        var call = new DemoCall(site, plan, listener, shift, tell);
        return await call.RunAsync(cancellation);
    }

    private async Task<CallReport> RunAsync(CancellationToken cancellation)
    {
        _shift.Phone.OnInvite = _ => InviteReply.Answer(TimeSpan.FromMilliseconds(300));
        var reference = await _site.ReferenceOfAsync(_plan.CallerNumber, cancellation);
        await using var phone = _site.StartCaller();
        _caller = phone.Call(_plan.Number, _plan.CallerNumber);
        _listener.OnEvent = heard => Tell(heard, reference);
        try
        {
            var arrived = await WaitAsync("CallArrived", e => e.TextOf("callerRef") == reference, cancellation);
            _callId = arrived.CallId;
            await TalkAsync(cancellation);
            await AnswerSurveyAsync(cancellation);
            await HearTheRestAsync(cancellation);
        }
        catch (Exception broken) when (broken is TimeoutException or HttpRequestException)
        {
            // The call is over: what is missing is told beside what came.
            _checks.Add(new CallCheck("the call went as planned", false, broken.Message));
        }

        return await ReportAsync(cancellation);
    }

    private async Task TalkAsync(CancellationToken cancellation)
    {
        var agent = await _shift.Phone.NextCallAsync(_plan.StepLimit);
        await WaitAsync("CallAnswered", IsOurs, cancellation);
        _caller!.SendTone(_plan.CallerHz);
        agent.SendTone(_plan.AgentHz);
        var began = TimeProvider.System.GetTimestamp();
        var heard = await Task.WhenAll(
            _caller.HearsAsync(_plan.AgentHz, _plan.StepLimit), agent.HearsAsync(_plan.CallerHz, _plan.StepLimit));
        Check("the caller hears the agent", heard[0], $"{_plan.AgentHz} Hz");
        Check("the agent hears the caller", heard[1], $"{_plan.CallerHz} Hz");
        var left = _plan.Talk - TimeProvider.System.GetElapsedTime(began);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, cancellation);
        await agent.HangUpAsync();
        var lost = agent.Media.Counters.Lost + _caller.Media.Counters.Lost;
        Check("no audio was lost", lost == 0, $"{lost} packets");
    }

    private async Task AnswerSurveyAsync(CancellationToken cancellation)
    {
        await WaitAsync("AgentReleased", IsOurs, cancellation);
        _caller!.SendSilence();
        Check("the caller hears the question", await _caller.HearsSoundAsync(_plan.StepLimit), "");
        await _caller.PressAsync(_plan.Score);
        await WaitAsync("SurveyAnswered", IsOurs, cancellation);
        await _caller.HangUpAsync();
    }

    private async Task HearTheRestAsync(CancellationToken cancellation)
    {
        var assigned = await WaitAsync("CallAssigned", IsOurs, cancellation);
        await _shift.WrapUpAsync(assigned.IdOf("assignmentId")!.Value, _plan.Disposition, cancellation);
        var began = TimeProvider.System.GetTimestamp();
        foreach (var name in CallChecks.Expected)
        {
            var left = _plan.EventLimit - TimeProvider.System.GetElapsedTime(began);
            await _listener.WaitAsync(name, IsOurs, left, cancellation);
        }
    }

    private async Task<CallReport> ReportAsync(CancellationToken cancellation)
    {
        var events = _listener.Heard.Where(IsOurs).ToList();
        var ready = events.FirstOrDefault(heard => heard.Name == "RecordingReady");
        StereoRecording? recording = null;
        if (ready?.IdOf("recordingId") is { } recordingId)
        {
            await using var file = await _site.OpenRecordingAsync(recordingId, cancellation);
            recording = await StereoRecording.ReadAsync(file, cancellation);
        }

        var evaluation = await GetAsync("quality", $"calls/{_callId}/evaluation", cancellation);
        var complaint = await GetAsync("feedback", $"complaints?callId={_callId}", cancellation);
        Check("Quality shows the evaluation", evaluation is not null, "");
        Check("Feedback shows the complaint", complaint is { } found && !IsEmpty(found), "");
        return new CallReport
        {
            CallId = _callId,
            TraceId = events.FirstOrDefault()?.TraceParent?.Split('-').ElementAtOrDefault(1),
            Events = [.. events.OrderBy(heard => heard.Time).Select(Report)],
            Recording = recording,
            Evaluation = evaluation,
            Complaint = complaint,
            Checks = [.. _checks, .. CallChecks.OfEvents(events), .. CallChecks.OfRecording(recording, ready, _plan)],
        };
    }

    private async Task<JsonElement?> GetAsync(string service, string path, CancellationToken cancellation) =>
        _callId is null ? null : await _site.Services.GetAsync(service, path, cancellation);

    private Task<HeardEvent> WaitAsync(string name, Func<HeardEvent, bool> fits, CancellationToken cancellation) =>
        _listener.WaitAsync(name, fits, _plan.StepLimit, cancellation);

    private void Check(string name, bool holds, string found) => _checks.Add(new CallCheck(name, holds, found));

    private bool IsOurs(HeardEvent heard) => _callId is not null && heard.CallId == _callId;

    private void Tell(HeardEvent heard, string reference)
    {
        var isArrival = heard.Name == "CallArrived" && heard.TextOf("callerRef") == reference;
        if (isArrival || IsOurs(heard))
        {
            _tell(new CallProgress(Ms(heard), heard.Service, heard.Name));
        }
    }

    private ReportedEvent Report(HeardEvent heard) => new()
    {
        Id = heard.Id,
        Service = heard.Service,
        Name = heard.Name,
        Type = heard.Type,
        Subject = heard.Subject,
        SubjectSeq = heard.SubjectSeq,
        Time = heard.Time,
        Ms = Math.Round(Ms(heard), 1),
        Data = heard.Body,
    };

    private double Ms(HeardEvent heard) =>
        TimeProvider.System.GetElapsedTime(_caller!.InvitedAt, heard.HeardAt).TotalMilliseconds;

    private static bool IsEmpty(JsonElement found) =>
        found.ValueKind == JsonValueKind.Array && found.GetArrayLength() == 0;
}

/// <summary>One thing that happened to the call.</summary>
/// <param name="Ms">Milliseconds after the INVITE.</param>
/// <param name="Service">Which service said it.</param>
/// <param name="Name">Name of the event.</param>
public sealed record CallProgress(double Ms, string Service, string Name);

using System.Net;

namespace CallCenter.Local.Phones;

/// <summary>One call of a test phone: what it says and hears, and how it ends.</summary>
public sealed partial class PhoneCall
{
    private readonly TestPhone _phone;
    private readonly SipDialog _dialog;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ringing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallEnding> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CallState _state = CallState.Ringing;

    internal PhoneCall(TestPhone phone, SipDialog dialog, string number, SipMessage? invite, long invitedAt)
    {
        _phone = phone;
        _dialog = dialog;
        Number = number;
        Invite = invite;
        InvitedAt = invitedAt;
        Media = new RtpSession(phone.Settings.Address, phone.Settings.Time, phone.Settings.LosesOneOf);
    }

    private enum CallState
    {
        Ringing,
        Talking,
        Ended,
    }

    /// <summary>SIP's own id of this leg.</summary>
    public string CallId => _dialog.CallId;

    /// <summary>The number on the other side: dialled, or calling.</summary>
    public string Number { get; }

    /// <summary>The INVITE that brought the call; absent when this phone called.</summary>
    public SipMessage? Invite { get; }

    /// <summary>When the INVITE left or reached this phone's socket (a <see cref="TimeProvider"/> timestamp).</summary>
    public long InvitedAt { get; private set; }

    /// <summary>The audio: counters, tones, keys.</summary>
    public RtpSession Media { get; }

    /// <summary>The other side rings.</summary>
    public Task Ringing => _ringing.Task;

    /// <summary>True once both can talk; false when the call ended before that.</summary>
    public Task<bool> Answered => _answered.Task;

    /// <summary>How the call ended.</summary>
    public Task<CallEnding> Ended => _ended.Task;

    /// <summary>Says a tone from now on.</summary>
    public void SendTone(double hz) => Media.SendTone(hz);

    /// <summary>Says nothing from now on; packets go on.</summary>
    public void SendSilence() => Media.SendSilence();

    /// <summary>Sends no packet from now on.</summary>
    public void SendNothing() => Media.SendNothing();

    /// <summary>Presses a key (RFC 4733); done when its last packet is out.</summary>
    public Task PressAsync(char key, TimeSpan? length = null) => Media.PressAsync(key, length);

    /// <summary>True as soon as a tone of this frequency is heard; false when it is not heard in time.</summary>
    public Task<bool> HearsAsync(double hz, TimeSpan within) => Media.HearsAsync(hz, within);

    /// <summary>True as soon as anything but silence is heard: speech, music, a tone.</summary>
    public Task<bool> HearsSoundAsync(TimeSpan within) => Media.HearsAsync(null, within);

    /// <summary>Ends the call in the way its state asks for: CANCEL, a refusal or BYE.</summary>
    public async Task HangUpAsync()
    {
        CallState state;
        lock (_gate)
        {
            state = _state;
        }

        switch (state)
        {
            case CallState.Ringing when Invite is null:
                await CancelAsync();
                break;
            case CallState.Ringing:
                Refuse(603, "Decline");
                break;
            case CallState.Talking:
                End(new CallEnding(false, 200, "hung up"));
                await SendByeAsync();
                break;
        }
    }

    /// <summary>Asks the switch to send the other side elsewhere; the status of its answer.</summary>
    public async Task<int> ReferAsync(string to)
    {
        var request = _dialog.Request("REFER").With("Refer-To", $"<{to}>");
        return (await _phone.Requests.SendAsync(request, Target())).StatusCode;
    }

    /// <summary>Ends the call here; the first ending counts.</summary>
    internal void End(CallEnding ending)
    {
        lock (_gate)
        {
            if (_state == CallState.Ended)
            {
                return;
            }

            _state = CallState.Ended;
        }

        _delay?.Dispose();
        Media.Dispose();
        _phone.Forget(this);
        _ringing.TrySetResult();
        _answered.TrySetResult(false);
        _ended.TrySetResult(ending);
    }

    /// <summary>A request within this call; false when it belongs to another.</summary>
    internal bool Receive(SipArrival arrival)
    {
        var request = arrival.Message;
        if (request.Method == "CANCEL")
        {
            return ReceiveCancel(arrival);
        }

        if (!_dialog.Owns(request))
        {
            return false;
        }

        switch (request.Method)
        {
            case "ACK":
                _unacknowledged?.Dispose();
                return true;
            case "BYE":
                Respond(arrival, SipMessage.Answer(request, 200, "OK"));
                End(new CallEnding(true, 200, request.Header("Reason") ?? "hung up"));
                return true;
            case "INVITE":
                ReceiveOffer(arrival);
                return true;
            case "NOTIFY" when request.Header("Event") == "talk" && Invite is not null:
                Respond(arrival, _phone.Settings.AnswersWhenAsked
                    ? SipMessage.Answer(request, 200, "OK")
                    : SipMessage.Answer(request, 489, "Bad Event"));
                if (_phone.Settings.AnswersWhenAsked)
                {
                    Answer();
                }

                return true;
            case "OPTIONS" or "INFO" or "NOTIFY":
                Respond(arrival, SipMessage.Answer(request, 200, "OK"));
                return true;
            default:
                return false;
        }
    }

    private void Respond(SipArrival arrival, SipMessage response) =>
        _phone.Answers.Respond(arrival.Message, arrival.From, response);

    private async Task SendByeAsync()
    {
        _unacknowledged?.Dispose();
        var response = await _phone.Requests.SendAsync(_dialog.Request("BYE"), Target());
        _ = response;
    }

    private bool TryTalk()
    {
        lock (_gate)
        {
            if (_state != CallState.Ringing)
            {
                return false;
            }

            _state = CallState.Talking;
            return true;
        }
    }

    private IPEndPoint Target() =>
        SipAddress.EndPoint(_dialog.Target) is { } target && IPAddress.IsLoopback(target.Address)
            ? target
            : _phone.Settings.Switch;
}

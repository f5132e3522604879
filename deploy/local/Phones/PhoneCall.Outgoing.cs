namespace CallCenter.Local.Phones;

/// <content>The way of a call that this phone places: INVITE, perhaps CANCEL, ACK.</content>
public sealed partial class PhoneCall
{
    private SipMessage? _sent;
    private SipMessage? _acknowledgement;
    private bool _mayCancel;
    private bool _cancelled;

    internal void Start() => _ = InviteAsync();

    /// <summary>The switch repeats its 200: our ACK was lost.</summary>
    internal void HearAgain(SipMessage response)
    {
        if (response.CSeqMethod == "INVITE" && response.IsSuccess && _acknowledgement is { } acknowledgement)
        {
            _phone.Send(acknowledgement, Target());
        }
    }

    private async Task InviteAsync()
    {
        (string Name, string Value)? authorization = null;
        for (var attempt = 1; ; attempt++)
        {
            var invite = _dialog.Request("INVITE");
            invite = authorization is { } header ? invite.With(header.Name, header.Value) : invite;
            invite.WithBody("application/sdp", Description(
                _phone.Settings.Codecs, SessionDescription.OfferedTelephoneEvent, "sendrecv"));
            lock (_gate)
            {
                _sent = invite;
                _mayCancel = false;
            }

            InvitedAt = InvitedAt == 0 ? _phone.Settings.Time.GetTimestamp() : InvitedAt;
            var response = await _phone.Requests.SendAsync(invite, _phone.Settings.Switch, Progress);
            authorization = _cancelled
                ? null
                : _phone.Account.Answer(response, "INVITE", invite.RequestUri!, attempt);
            if (authorization is null)
            {
                Conclude(invite, response);
                return;
            }
        }
    }

    private void Progress(SipMessage response)
    {
        SipMessage? cancel;
        lock (_gate)
        {
            _mayCancel = true;
            cancel = _cancelled ? _sent : null;
        }

        if (cancel is not null)
        {
            _ = SendCancelAsync(cancel);
        }

        if (response.StatusCode > 100)
        {
            Hear(response.Body);
            _ringing.TrySetResult();
        }
    }

    private void Conclude(SipMessage invite, SipMessage response)
    {
        if (!response.IsSuccess)
        {
            var byThem = !_cancelled;
            End(new CallEnding(byThem, response.StatusCode, response.Header("Reason") ?? response.Reason));
            return;
        }

        _dialog.Confirm(response);
        _acknowledgement = _dialog.Request("ACK", "z9hG4bK" + SipDialog.NewToken(), invite.CSeqNumber);
        _phone.Send(_acknowledgement, Target());
        if (!_cancelled && Hear(response.Body) && TryTalk())
        {
            _ringing.TrySetResult();
            _answered.TrySetResult(true);
            return;
        }

        // Answered in the same moment as it was given up, or answered without audio.
        End(new CallEnding(false, 200, _cancelled ? "cancelled" : "no audio"));
        _ = SendByeAsync();
    }

    private async Task CancelAsync()
    {
        SipMessage? invite;
        lock (_gate)
        {
            _cancelled = true;
            invite = _mayCancel ? _sent : null;
        }

        if (invite is not null)
        {
            await SendCancelAsync(invite);
        }

        await Ended;
    }

    private Task<SipMessage> SendCancelAsync(SipMessage invite)
    {
        var cancel = SipMessage.Request("CANCEL", invite.RequestUri!)
            .With("Via", invite.Header("Via")!)
            .With("Max-Forwards", "70")
            .With("From", invite.Header("From")!)
            .With("To", invite.Header("To")!)
            .With("Call-ID", invite.CallId)
            .With("CSeq", FormattableString.Invariant($"{invite.CSeqNumber} CANCEL"));
        return _phone.Requests.SendAsync(cancel, _phone.Settings.Switch);
    }

    private bool Hear(string description)
    {
        if (SessionDescription.Parse(description) is not { } theirs || !IsAcceptable(theirs))
        {
            return false;
        }

        Media.Connect(theirs, theirs.Codecs.First(_phone.Settings.Codecs.Contains));
        return true;
    }

    private string Description(IReadOnlyList<int> codecs, int? telephoneEvent, string direction) =>
        SessionDescription.Write(Media.Address, codecs, telephoneEvent, direction);
}

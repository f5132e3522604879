using System.Net;

namespace CallCenter.Local.Phones;

/// <content>The way of a call that comes to this phone: it rings, and is answered, refused or given up.</content>
public sealed partial class PhoneCall
{
    private SipArrival? _arrival;
    private SessionDescription? _offer;
    private Retransmission? _unacknowledged;
    private ITimer? _delay;

    /// <summary>Answers a call that rings; false when it no longer does.</summary>
    public bool Answer()
    {
        if (_arrival is not { } arrival || _offer is not { } offer || !TryTalk())
        {
            return false;
        }

        Media.Connect(offer, Common(offer));
        Accept(arrival, offer);
        _answered.TrySetResult(true);
        return true;
    }

    /// <summary>Refuses a call that rings.</summary>
    public void Refuse(int status, string reason) =>
        Refuse(status, reason, new CallEnding(false, status, reason));

    internal void Ring(IPEndPoint from, SessionDescription offer, InviteReply reply)
    {
        _arrival = new SipArrival(Invite!, from, InvitedAt);
        _offer = offer;
        var immediateRefusal = reply.Refusal != 0 && reply.After == TimeSpan.Zero;
        if (!immediateRefusal)
        {
            Respond(_arrival, SipMessage.Answer(Invite!, 180, "Ringing", _dialog.LocalTag)
                .With("Contact", _dialog.Contact));
            _ringing.TrySetResult();
        }

        if (reply.After is { } after)
        {
            if (after == TimeSpan.Zero)
            {
                Decide(reply);
            }
            else
            {
                _delay = _phone.Settings.Time.CreateTimer(_ => Decide(reply), null, after, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Decide(InviteReply reply)
    {
        if (reply.Refusal != 0)
        {
            Refuse(reply.Refusal, reply.Reason);
        }
        else
        {
            Answer();
        }
    }

    private void Refuse(int status, string reason, CallEnding ending)
    {
        lock (_gate)
        {
            if (_state != CallState.Ringing || _arrival is null)
            {
                return;
            }
        }

        Respond(_arrival, SipMessage.Answer(Invite!, status, reason, _dialog.LocalTag));
        End(ending);
    }

    private bool ReceiveCancel(SipArrival arrival)
    {
        if (Invite is null || arrival.Message.Branch != Invite.Branch)
        {
            return false;
        }

        Respond(arrival, SipMessage.Answer(arrival.Message, 200, "OK", _dialog.LocalTag));
        var why = arrival.Message.Header("Reason") ?? "cancelled";
        Refuse(487, "Request Terminated", new CallEnding(true, 487, why));
        return true;
    }

    /// <summary>A re-INVITE: audio moves, or is put on hold. Without an offer we repeat what holds.</summary>
    private void ReceiveOffer(SipArrival arrival)
    {
        var offer = SessionDescription.Parse(arrival.Message.Body);
        if (offer is null ? arrival.Message.Body.Length > 0 : !IsAcceptable(offer))
        {
            Respond(arrival, SipMessage.Answer(arrival.Message, 488, "Not Acceptable Here"));
            return;
        }

        if (offer is not null)
        {
            Media.Connect(offer, Common(offer));
        }

        Accept(arrival, offer);
    }

    private void Accept(SipArrival arrival, SessionDescription? offer)
    {
        var keys = offer is null ? SessionDescription.OfferedTelephoneEvent : offer.TelephoneEvent;
        var codecs = offer is null ? _phone.Settings.Codecs : [Common(offer)];
        var ok = SipMessage.Answer(arrival.Message, 200, "OK", _dialog.LocalTag)
            .With("Contact", _dialog.Contact)
            .WithBody("application/sdp", Description(codecs, keys, offer?.AnsweringDirection ?? "sendrecv"));
        _unacknowledged = _phone.Answers.Respond(arrival.Message, arrival.From, ok, () => _ = HangUpAsync());
    }

    /// <summary>We have a codec of theirs, and their audio stays on this machine.</summary>
    internal bool IsAcceptable(SessionDescription offer) =>
        IPAddress.IsLoopback(offer.Media.Address) && offer.Codecs.Any(_phone.Settings.Codecs.Contains);

    private int Common(SessionDescription offer) => _phone.Settings.Codecs.First(offer.Codecs.Contains);
}

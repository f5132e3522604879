using System.Collections.Concurrent;
using System.Net;

namespace CallCenter.Local.Phones;

/// <summary>The requests a phone has sent and that are not over: repeats them, and finds the answer to each.</summary>
internal sealed class ClientTransactions(SipTransport transport, TimeProvider time) : IDisposable
{
    /// <summary>How long an INVITE may ring before it counts as unanswered.</summary>
    private static readonly TimeSpan LongestRinging = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);

    /// <summary>Sends a request and waits for its final response; 408 of our own when none came in 32 s.</summary>
    public Task<SipMessage> SendAsync(SipMessage request, IPEndPoint to, Action<SipMessage>? provisional = null)
    {
        var key = Key(request.Branch, request.Method!);
        var pending = new Pending(request, to, provisional);
        _pending[key] = pending;
        var bytes = request.ToBytes();
        pending.Repeat = new Retransmission(
            () => transport.Send(bytes, to), () => GiveUp(key, pending), time, request.Method == "INVITE");
        transport.Send(bytes, to);
        return pending.Response.Task;
    }

    /// <summary>Hands a response to its request; false when no request waits for it.</summary>
    public bool Receive(SipMessage response)
    {
        if (!_pending.TryGetValue(Key(response.Branch, response.CSeqMethod), out var pending))
        {
            return false;
        }

        var isInvite = pending.Request.Method == "INVITE";
        if (response.IsProvisional)
        {
            if (isInvite)
            {
                pending.Repeat!.Quiet(LongestRinging);
            }

            pending.Provisional?.Invoke(response);
            return true;
        }

        if (isInvite && !response.IsSuccess)
        {
            // The switch repeats a refusal until it hears this: the transaction lives on to say it again.
            transport.Send(Acknowledge(pending.Request, response).ToBytes(), pending.To);
            pending.Repeat!.Quiet(Retransmission.Deadline);
        }
        else
        {
            Forget(Key(response.Branch, response.CSeqMethod), pending);
        }

        pending.Response.TrySetResult(response);
        return true;
    }

    public void Dispose()
    {
        foreach (var (key, pending) in _pending)
        {
            Forget(key, pending);
            pending.Response.TrySetCanceled();
        }
    }

    private void GiveUp(string key, Pending pending)
    {
        Forget(key, pending);
        pending.Response.TrySetResult(SipMessage.Answer(pending.Request, 408, "Request Timeout"));
    }

    private void Forget(string key, Pending pending)
    {
        _pending.TryRemove(key, out _);
        pending.Repeat?.Dispose();
    }

    private static SipMessage Acknowledge(SipMessage invite, SipMessage refusal) =>
        SipMessage.Request("ACK", invite.RequestUri!)
            .With("Via", invite.Header("Via")!)
            .With("Max-Forwards", "70")
            .With("From", invite.Header("From")!)
            .With("To", refusal.Header("To")!)
            .With("Call-ID", invite.CallId)
            .With("CSeq", FormattableString.Invariant($"{invite.CSeqNumber} ACK"));

    private static string Key(string branch, string method) => method + " " + branch;

    private sealed class Pending(SipMessage request, IPEndPoint to, Action<SipMessage>? provisional)
    {
        public SipMessage Request { get; } = request;

        public IPEndPoint To { get; } = to;

        public Action<SipMessage>? Provisional { get; } = provisional;

        public Retransmission? Repeat { get; set; }

        public TaskCompletionSource<SipMessage> Response { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

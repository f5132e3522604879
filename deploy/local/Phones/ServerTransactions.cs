using System.Net;

namespace CallCenter.Local.Phones;

/// <summary>The requests a phone has answered: a repeated one gets the same answer and is not acted on twice.</summary>
internal sealed class ServerTransactions(SipTransport transport, TimeProvider time) : IDisposable
{
    /// <summary>Answers that are remembered; the oldest gives way, so that a flood cannot fill the memory.</summary>
    private const int Limit = 4_096;

    private readonly Dictionary<string, Answered> _answered = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long At)> _order = new();
    private readonly Lock _gate = new();

    /// <summary>True when the request was seen before; its last answer, if any, has been sent again.</summary>
    public bool IsRepeated(SipArrival arrival)
    {
        var message = arrival.Message;
        Answered? known;
        lock (_gate)
        {
            if (message.Method == "ACK")
            {
                if (_answered.TryGetValue(Key(message.Branch, "INVITE"), out known))
                {
                    known.Repeat?.Dispose();
                }

                return false;
            }

            var key = Key(message.Branch, message.Method!);
            if (!_answered.TryGetValue(key, out known))
            {
                Forget();
                _answered[key] = new Answered();
                _order.Enqueue((key, time.GetTimestamp()));
                return false;
            }
        }

        if (known.Bytes is { } bytes)
        {
            transport.Send(bytes, arrival.From);
        }

        return true;
    }

    /// <summary>Sends an answer; a final one to an INVITE is repeated until its ACK comes.</summary>
    public Retransmission? Respond(SipMessage request, IPEndPoint to, SipMessage response, Action? unheard = null)
    {
        var bytes = response.ToBytes();
        Retransmission? repeat = null;
        lock (_gate)
        {
            if (request.Method == "INVITE" && !response.IsProvisional)
            {
                repeat = new Retransmission(() => transport.Send(bytes, to), unheard ?? (() => { }), time);
            }

            if (_answered.TryGetValue(Key(request.Branch, request.Method!), out var answered))
            {
                answered.Bytes = bytes;
                answered.Repeat = repeat;
            }
        }

        transport.Send(bytes, to);
        return repeat;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var answered in _answered.Values)
            {
                answered.Repeat?.Dispose();
            }

            _answered.Clear();
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest)
            && (_order.Count >= Limit || time.GetElapsedTime(oldest.At) > Retransmission.Deadline * 2))
        {
            _order.Dequeue();
            if (_answered.Remove(oldest.Key, out var answered) && _order.Count >= Limit)
            {
                answered.Repeat?.Dispose();
            }
        }
    }

    private static string Key(string branch, string method) => method + " " + branch;

    private sealed class Answered
    {
        public byte[]? Bytes { get; set; }

        public Retransmission? Repeat { get; set; }
    }
}

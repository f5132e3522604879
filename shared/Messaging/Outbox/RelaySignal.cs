using System.Threading.Channels;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;

namespace CallCenter.Messaging.Outbox;

/// <summary>
/// Wakes the relay of a part after a commit, or hands it what the commit has claimed for it. Losing a signal costs at
/// most the second of the sweep.
/// </summary>
public sealed class RelaySignal
{
    private readonly Channel<Claim?>[] _parts =
        [.. Enumerable.Range(0, WireNames.Parts).Select(_ => Channel.CreateUnbounded<Claim?>(
            new UnboundedChannelOptions { SingleReader = true }))];

    private readonly int[] _woken = new int[WireNames.Parts];
    private volatile bool _open;
    private int _troubled;

    /// <summary>
    /// Whether a commit may claim for the relay of this process: not while there is none, nor while it has trouble or
    /// the broker takes nothing, and the claims would only lie here with their connections.
    /// </summary>
    internal bool TakesClaims => _open && Volatile.Read(ref _troubled) == 0;

    /// <summary>From now on claims are taken here, or are not.</summary>
    internal void Open(bool open) => _open = open;

    /// <summary>Takes no more claims; returns those that nobody has begun.</summary>
    internal IReadOnlyList<Claim> Close()
    {
        _open = false;
        var left = new List<Claim>();
        foreach (var part in _parts)
        {
            part.Writer.TryComplete();
            while (part.Reader.TryRead(out var claim))
            {
                if (claim is not null)
                {
                    left.Add(claim);
                }
            }
        }

        return left;
    }

    /// <summary>One more trouble has begun, or one is over.</summary>
    internal void Trouble(bool begins) => Interlocked.Add(ref _troubled, begins ? 1 : -1);

    internal void Wake(int part)
    {
        if (Interlocked.Exchange(ref _woken[part], 1) == 0)
        {
            _parts[part].Writer.TryWrite(null);
        }
    }

    /// <summary>False where nobody takes it by now: it stays the caller's.</summary>
    internal bool Hand(Claim claim) => TakesClaims && _parts[claim.Parts[0]].Writer.TryWrite(claim);

    /// <summary>Waits for a claim, or, with null, for the word that there may be something to claim.</summary>
    internal async ValueTask<Claim?> WaitAsync(int part, CancellationToken cancellation)
    {
        var claim = await _parts[part].Reader.ReadAsync(cancellation);
        if (claim is null)
        {
            Volatile.Write(ref _woken[part], 0);
        }

        return claim;
    }
}

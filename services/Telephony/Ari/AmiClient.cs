using System.Collections.Concurrent;

namespace CallCenter.Telephony.Ari;

/// <summary>
/// Speaks AMI, for what ARI lacks: MixMonitor, the registrations of trunks and words to a ringing phone. One
/// connection for all calls of a node, made when first needed and again when it broke; one action that is not answered
/// in time does not break it.
/// </summary>
public sealed class AmiClient(AriNode node, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>As long as a leg on which no sound passes may delay the beginning of its recording.</summary>
    private static readonly TimeSpan LeavingLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>A recorder that was stopped longer ago has left: its leg need not be asked.</summary>
    private static readonly TimeSpan LeavingMemory = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeavingPause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();

    /// <summary>Legs whose recorder was told to stop here and may not have left yet.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _leaving = new(StringComparer.Ordinal);

    private Task<AmiConnection>? _opened;
    private bool _disposed;

    /// <summary>
    /// Records both directions of a leg into two files, with silence where nothing came so that they stay aligned
    /// (<c>S</c>). File names are made of our own id only. The leg is recorded once at a time.
    /// </summary>
    public async Task<bool> StartRecordingAsync(
        string leg, string callerFile, string agentFile, CancellationToken cancellation)
    {
        if (_leaving.TryRemove(leg, out _))
        {
            await UntilRecorderLeftAsync(leg, cancellation);
        }

        return await SendAsync(
            cancellation,
            ("Action", "MixMonitor"), ("Channel", leg), ("File", ""), ("Options", $"r({callerFile})t({agentFile})S"));
    }

    public Task<bool> StopRecordingAsync(string leg, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        _leaving[leg] = now;
        foreach (var (other, stoppedAt) in _leaving)
        {
            if (now - stoppedAt > LeavingMemory)
            {
                _leaving.TryRemove(other, out _);
            }
        }

        return SendAsync(cancellation, ("Action", "StopMixMonitor"), ("Channel", leg));
    }

    /// <summary>Silence instead of what is said, or no longer: the files grow as before.</summary>
    /// <param name="leg">The recorded leg.</param>
    /// <param name="direction">read (what comes from it), write (what goes to it) or both.</param>
    /// <param name="muted">Whether it is silent from now on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<bool> MuteRecordingAsync(
        string leg, string direction, bool muted, CancellationToken cancellation) =>
        SendAsync(
            cancellation,
            ("Action", "MixMonitorMute"), ("Channel", leg), ("Direction", direction), ("State", muted ? "1" : "0"));

    /// <summary>
    /// Asks a ringing phone to answer, in its own dialog: <c>Event: talk</c>, as many desk phones know it.
    /// </summary>
    public Task<bool> AskToAnswerAsync(string leg, CancellationToken cancellation) =>
        SendAsync(cancellation, ("Action", "PJSIPNotify"), ("Channel", leg), ("Variable", "Event=talk"));

    /// <summary>Our registrations at providers: name and Asterisk's word for how it stands.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RegistrationsAsync(CancellationToken cancellation)
    {
        var connection = await OpenedAsync().WaitAsync(cancellation);
        var listed = await connection.ListAsync(cancellation, ("Action", "PJSIPShowRegistrationsOutbound"))
            ?? throw new IOException($"AMI of node {node.Name} does not list registrations.");
        return listed
            .Where(one => one.GetValueOrDefault("Event") == "OutboundRegistrationDetail")
            .ToLookup(one => one.GetValueOrDefault("ObjectName") ?? "", StringComparer.Ordinal)
            .ToDictionary(
                one => one.Key, one => one.Last().GetValueOrDefault("Status") ?? "", StringComparer.Ordinal);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            if (_opened is { } opened)
            {
                _ = CloseAsync(opened);
            }
        }
    }

    /// <summary>One that is still being opened is closed as soon as it is open.</summary>
    private static async Task CloseAsync(Task<AmiConnection> opened)
    {
        await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened.IsCompletedSuccessfully)
        {
            (await opened).Dispose();
        }
    }

    private async Task<bool> SendAsync(CancellationToken cancellation, params (string Key, string Value)[] action)
    {
        var connection = await OpenedAsync().WaitAsync(cancellation);
        return await connection.SendAsync(cancellation, action);
    }

    /// <summary>
    /// A recorder that is stopped leaves its leg with the next sound that passes there. One that begins before that
    /// has nothing of the agent to its end (Asterisk 22.10.1). It can be unmuted as long as it is there, and only then.
    /// </summary>
    private async Task UntilRecorderLeftAsync(string leg, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (await MuteRecordingAsync(leg, "both", muted: false, cancellation)
            && clock.GetElapsedTime(began) < LeavingLimit)
        {
            await Task.Delay(LeavingPause, clock, cancellation);
        }
    }

    /// <summary>All who find no connection wait for the same attempt.</summary>
    private Task<AmiConnection> OpenedAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_opened is null or { IsFaulted: true } or { IsCanceled: true }
                or { IsCompletedSuccessfully: true, Result.IsOpen: false })
            {
                _opened = AmiConnection.OpenAsync(node, Limit, clock);
            }

            return _opened;
        }
    }
}

namespace CallCenter.Telephony.Ari;

/// <summary>
/// Speaks AMI, for what ARI lacks: MixMonitor, the registrations of trunks and words to a ringing phone. One
/// connection for all calls of a node, made when first needed and again when it broke; one action that is not answered
/// in time does not break it.
/// </summary>
public sealed class AmiClient(AriNode node, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private Task<AmiConnection>? _opened;
    private bool _disposed;

    /// <summary>
    /// Records both directions of a leg into two files, with silence where nothing came so that they stay aligned
    /// (<c>S</c>). File names are made of our own id only.
    /// </summary>
    public Task<bool> StartRecordingAsync(
        string leg, string callerFile, string agentFile, CancellationToken cancellation) =>
        SendAsync(
            cancellation,
            ("Action", "MixMonitor"), ("Channel", leg), ("File", ""), ("Options", $"r({callerFile})t({agentFile})S"));

    public Task<bool> StopRecordingAsync(string leg, CancellationToken cancellation) =>
        SendAsync(cancellation, ("Action", "StopMixMonitor"), ("Channel", leg));

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

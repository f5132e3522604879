using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace CallCenter.Telephony.Ari;

/// <summary>
/// The event socket. Whoever reads it must not do work in between: Asterisk cuts a slow reader off. After each connect
/// the subscriptions are made anew, because Asterisk forgets some of them when it still knows the application.
/// </summary>
public sealed class AriEvents(AriNode node, AriClient client, TimeProvider clock) : IDisposable
{
    private static readonly string[] Wanted =
    [
        "StasisStart", "ChannelStateChange", "ChannelHangupRequest", "ChannelDestroyed", "ChannelDtmfReceived",
        "PlaybackFinished", "PeerStatusChange", "ApplicationReplaced", "ChannelTalkingStarted",
        "ChannelTalkingFinished", "Dial",
    ];

    /// <summary>No event is nearly as long; one that is cannot be held for ever.</summary>
    private const int LongestEvent = 1024 * 1024;

    private readonly ClientWebSocket _socket = new();

    /// <summary>Connects, subscribes and checks that the subscriptions hold.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        _socket.Options.SetRequestHeader("Authorization", AriClient.Authorization(node).ToString());
        // With a time-out .NET sends PING and expects PONG; without, it sends unasked PONGs, which have crashed
        // Asterisk 22.11.
        _socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        _socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(10);
        var address = new UriBuilder(new Uri(node.AriUri!, $"events?app={node.Application}&subscribeAll=false"));
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await _socket.ConnectAsync(address.Uri, either.Token);
        var application = $"applications/{node.Application}";
        // Never deviceState: a session that leaves with such a subscription can dead-lock ARI.
        await client.PostAsync(
            $"{application}/subscription?eventSource=channel:,bridge:,endpoint:", body: null, either.Token);
        await client.PutAsync(
            $"{application}/eventFilter",
            new { allowed = Wanted.Select(type => new { type }).ToArray() },
            either.Token);
        using var state = await client.GetAsync(application, either.Token);
        if (!state.RootElement.TryGetProperty("channel_ids", out var channels) || !channels.EnumerateArray()
                .Any(id => id.GetString() == "__AST_CHANNEL_ALL_TOPIC"))
        {
            throw new InvalidOperationException(
                $"Asterisk node {node.Name} did not keep the subscription: {state.RootElement.GetRawText()}");
        }
    }

    /// <summary>Events until the socket closes, which ends the sequence; a broken one throws.</summary>
    public async IAsyncEnumerable<SwitchEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.GetMemory(16 * 1024), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                yield break;
            }

            buffer.Advance(received.Count);
            if (buffer.WrittenCount > LongestEvent)
            {
                throw new IOException($"Asterisk node {node.Name} sent an event of more than {LongestEvent} bytes.");
            }

            if (!received.EndOfMessage)
            {
                continue;
            }

            if (AriParsing.Event(buffer.WrittenMemory) is { } @event)
            {
                yield return @event;
            }

            buffer.ResetWrittenCount();
        }
    }

    public void Dispose() => _socket.Dispose();
}

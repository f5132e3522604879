using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>A message of the event socket as it goes over the wire.</summary>
internal sealed record Frame(byte[] Bytes, WebSocketMessageType Type);

/// <summary>
/// Stands between Telephony and a real Asterisk: commands pass, events pass through the hands of the test, which may
/// say of its own what it likes on the same socket.
/// </summary>
internal sealed class FaultyWire : IAsyncDisposable
{
    private const int LongestEvent = 4 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly Uri _switch;
    private readonly HttpClient _commands = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly CancellationTokenSource _ending = new();
    private Channel<Frame>? _toService;
    private int _connections;

    private FaultyWire(WebApplication app, Uri @switch)
    {
        _app = app;
        _switch = @switch;
    }

    public Uri Address => new(_app.Urls.Single() + "/ari/");

    /// <summary>What goes on to the service in place of an event of Asterisk.</summary>
    public Func<byte[], IReadOnlyList<Frame>> Hands { get; set; } =
        json => [new Frame(json, WebSocketMessageType.Text)];

    /// <summary>Why Asterisk did not open its event socket, each time.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>How often the event socket was opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static async Task<FaultyWire> StartAsync(Uri @switch)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var wire = new FaultyWire(app, @switch);
        app.UseWebSockets();
        app.Run(context => context.WebSockets.IsWebSocketRequest ? wire.SpeakAsync(context) : wire.PassAsync(context));
        await app.StartAsync();
        return wire;
    }

    /// <summary>Says something to the service; false while it is not connected.</summary>
    public bool Say(Frame frame) => Volatile.Read(ref _toService)?.Writer.TryWrite(frame) ?? false;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _commands.Dispose();
        _ending.Dispose();
    }

    private Uri Behind(HttpRequest request) =>
        new(_switch, request.Path.Value!["/ari/".Length..] + request.QueryString);

    private async Task PassAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), Behind(context.Request));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(context.Request.Headers.Authorization!);
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }

        using var answer = await _commands.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (context.Response.StatusCode != StatusCodes.Status204NoContent)
        {
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private async Task SpeakAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, context.RequestAborted);
        using var toSwitch = new ClientWebSocket();
        toSwitch.Options.SetRequestHeader("Authorization", context.Request.Headers.Authorization.ToString());
        var behind = new UriBuilder(Behind(context.Request)) { Scheme = "ws" };
        try
        {
            await toSwitch.ConnectAsync(behind.Uri, either.Token);
        }
        catch (WebSocketException refused)
        {
            Refusals.Enqueue(refused.Message);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        using var toService = await context.WebSockets.AcceptWebSocketAsync();
        var frames = Channel.CreateUnbounded<Frame>();
        Volatile.Write(ref _toService, frames);
        Interlocked.Increment(ref _connections);
        Task[] parts =
        [
            HearSwitchAsync(toSwitch, frames, either.Token), SendAsync(toService, frames, either.Token),
            HearServiceAsync(toService, either.Token),
        ];
        await Task.WhenAny(parts);
        Interlocked.CompareExchange(ref _toService, null, frames);
        await either.CancelAsync();
        toService.Abort();
        toSwitch.Abort();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task HearSwitchAsync(ClientWebSocket socket, Channel<Frame> frames, CancellationToken cancellation)
    {
        var buffer = new byte[LongestEvent];
        var length = 0;
        while (await socket.ReceiveAsync(buffer.AsMemory(length), cancellation) is
               { MessageType: not WebSocketMessageType.Close } received)
        {
            length += received.Count;
            if (received.EndOfMessage)
            {
                foreach (var frame in Hands(buffer[..length]))
                {
                    frames.Writer.TryWrite(frame);
                }

                length = 0;
            }
        }
    }

    private static async Task SendAsync(WebSocket socket, Channel<Frame> frames, CancellationToken cancellation)
    {
        await foreach (var frame in frames.Reader.ReadAllAsync(cancellation))
        {
            await socket.SendAsync(frame.Bytes, frame.Type, endOfMessage: true, cancellation);
        }
    }

    /// <summary>Telephony says nothing on this socket; its closing is heard so.</summary>
    private static async Task HearServiceAsync(WebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[1024];
        while ((await socket.ReceiveAsync(buffer, cancellation)).MessageType != WebSocketMessageType.Close)
        {
        }
    }
}

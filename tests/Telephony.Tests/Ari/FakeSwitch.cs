using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>
/// Speaks just enough ARI to misbehave on purpose: what a real Asterisk cannot be asked to do. Everything else is
/// tested on a real one.
/// </summary>
internal sealed class FakeSwitch : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _callers = new();
    private readonly ConcurrentDictionary<string, string> _agents = new();
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> _talks = new();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, Func<Task<(int Status, string Body)>>> _replies = new();
    private CancellationTokenSource _connection = new();
    private int _connections;

    private FakeSwitch(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single() + "/ari/");

    /// <summary>Every command received: method and path.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>How often the event socket was opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public bool KeepsSubscriptions { get; set; } = true;

    public static async Task<FakeSwitch> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var fake = new FakeSwitch(app);
        app.UseWebSockets();
        app.Run(fake.ServeAsync);
        await app.StartAsync();
        return fake;
    }

    /// <summary>Answers a command whose method and path begin like this in its own way.</summary>
    public void Reply(string command, int status, string body = "{}", Func<Task>? before = null) =>
        _replies[command] = async () =>
        {
            if (before is not null)
            {
                await before();
            }

            return (status, body);
        };

    public void Forget(string command) => _replies.TryRemove(command, out _);

    /// <summary>A caller arrives.</summary>
    public void Arrive(string leg, string dialled, string caller)
    {
        _callers[leg] = ChannelJson(leg, "Up", dialled, caller);
        Say(Started(leg, dialled, caller));
    }

    public void SayArrived(string leg, string dialled, string caller) => Say(Started(leg, dialled, caller));

    public void Leave(string leg)
    {
        _callers.TryRemove(leg, out _);
        Say($$"""{"type":"ChannelDestroyed","cause":16,"channel":{"id":"{{leg}}","state":"Up"} }""");
    }

    public void AgentUp(string leg)
    {
        _agents[leg] = AgentJson(leg, "Up");
        Say(
            $$"""
            {"type":"StasisStart","args":["agent"],"channel":{"id":"{{leg}}","state":"Up","caller":{"number":""} } }
            """);
    }

    public void AgentGone(string leg, int status)
    {
        _agents.TryRemove(leg, out _);
        Say(
            $$"""
            {"type":"ChannelDestroyed","cause":0,"tech_cause":{{status}},"channel":{"id":"{{leg}}","state":"Down"} }
            """);
    }

    public void Say(string json) => _events.Writer.TryWrite(json);

    /// <summary>Cuts the event socket.</summary>
    public void Cut() => Interlocked.Exchange(ref _connection, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _app.DisposeAsync();
        _connection.Dispose();
    }

    private static string ChannelJson(string leg, string state, string dialled, string caller) =>
        $$"""
        {"id":"{{leg}}","state":"{{state}}","caller":{"number":"{{caller}}"},
         "dialplan":{"app_name":"Stasis","app_data":"callcenter,inbound,{{dialled}}"} }
        """;

    private static string AgentJson(string leg, string state) =>
        $$"""
        {"id":"{{leg}}","state":"{{state}}","caller":{"number":""},
         "dialplan":{"app_name":"Stasis","app_data":"callcenter,agent"} }
        """;

    private static string Started(string leg, string dialled, string caller) =>
        $$"""
        {"type":"StasisStart","args":["inbound","{{dialled}}"],"channel":{{ChannelJson(leg, "Ring", dialled, caller)}} }
        """;

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!["/ari/".Length..];
        if (context.WebSockets.IsWebSocketRequest)
        {
            await SpeakAsync(await context.WebSockets.AcceptWebSocketAsync());
            return;
        }

        var command = $"{context.Request.Method} {path}";
        Commands.Enqueue(command);
        if (command.StartsWith("POST channels/", StringComparison.Ordinal) && path.Split('/') is [_, var leg])
        {
            _agents[leg] = AgentJson(leg, "Ringing");
        }

        var special = _replies.FirstOrDefault(pair => command.StartsWith(pair.Key, StringComparison.Ordinal)).Value;
        var (status, body) = special is null ? (200, Usual(command)) : await special();
        if (status < 300 && path.Split('/') is ["bridges", var talk, "addChannel" or "removeChannel"])
        {
            Move(talk, path.EndsWith("addChannel", StringComparison.Ordinal), context.Request.Query["channel"]!);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private static string TalkJson(KeyValuePair<string, ImmutableHashSet<string>> talk) =>
        $$"""{"id":"{{talk.Key}}","channels":[{{string.Join(',', talk.Value.Select(leg => $"\"{leg}\""))}}]}""";

    private void Move(string talk, bool isIn, string legs) => _talks.AddOrUpdate(
        talk,
        _ => isIn ? [.. legs.Split(',')] : [],
        (_, present) => isIn ? present.Union(legs.Split(',')) : present.Except(legs.Split(',')));

    private string Usual(string command) => command switch
    {
        "GET asterisk/info" => """{"status":{"startup_time":"2026-01-01T00:00:00.000+0000"}}""",
        "GET channels" => $"[{string.Join(',', _callers.Values.Concat(_agents.Values))}]",
        "GET bridges" => $"[{string.Join(',', _talks.Select(TalkJson))}]",
        "GET endpoints/PJSIP" => "[]",
        "GET applications/callcenter" => KeepsSubscriptions
            ? """{"channel_ids":["__AST_CHANNEL_ALL_TOPIC"]}"""
            : """{"channel_ids":[]}""",
        _ => "{}",
    };

    private async Task SpeakAsync(WebSocket socket)
    {
        Interlocked.Increment(ref _connections);
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(_connection.Token);
        try
        {
            await foreach (var json in _events.Reader.ReadAllAsync(connection.Token))
            {
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, connection.Token);
            }
        }
        catch (OperationCanceledException)
        {
            socket.Abort();
        }
    }
}

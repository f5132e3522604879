using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using CallCenter.Telephony.Tests.Houses;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>An AMI whose test decides when, in what order and whether actions are answered.</summary>
internal sealed class FakeAmi : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<FakeAction> _actions = Channel.CreateUnbounded<FakeAction>();
    private readonly Task _accepting;
    private TcpClient? _last;
    private int _connections;

    public FakeAmi()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The next action but Login, which succeeds at once.</summary>
    public async Task<FakeAction> NextAsync() =>
        await _actions.Reader.ReadAsync(House.Cancellation).AsTask().WaitAsync(House.Soon, House.Cancellation);

    /// <summary>Cuts the present connection.</summary>
    public void Cut() => _last?.Dispose();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await ((Task)_accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(House.Cancellation);
            _last = client;
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("Asterisk Call Manager/11.0.0");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(House.Cancellation) is { } line)
        {
            if (line.Length > 0)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 2)..];
                continue;
            }

            var action = new FakeAction(
                fields["Action"], fields.GetValueOrDefault("Channel", ""), fields["ActionID"], writer);
            if (fields["Action"] == "Login")
            {
                await action.AnswerAsync("Success");
            }
            else
            {
                _actions.Writer.TryWrite(action);
            }

            fields.Clear();
        }
    }
}

internal sealed record FakeAction(string Name, string Leg, string Id, StreamWriter Writer)
{
    public Task AnswerAsync(string response) =>
        Writer.WriteAsync($"Response: {response}\r\nActionID: {Id}\r\nMessage: that is all\r\n\r\n");

    /// <summary>One event of what the action lists.</summary>
    public Task TellAsync(string @event, params string[] lines) =>
        Writer.WriteAsync(
            $"Event: {@event}\r\nActionID: {Id}\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n");
}

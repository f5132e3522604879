using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.Telephony.Ari;

/// <summary>
/// Speaks AMI, for the two actions that ARI lacks: MixMonitor and StopMixMonitor. One connection, made when first
/// needed and again after a fault; one action at a time.
/// </summary>
public sealed class AmiClient(AriNode node, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _turn = new(1);
    private TcpClient? _connection;
    private StreamReader? _reader;
    private int _actions;

    /// <summary>
    /// Records both directions of a leg into two files, with silence where nothing came so that they stay aligned
    /// (<c>S</c>). File names are made of our own id only.
    /// </summary>
    public async Task<bool> StartRecordingAsync(
        string leg, string callerFile, string agentFile, CancellationToken cancellation) =>
        await SendAsync(
            cancellation,
            ("Action", "MixMonitor"), ("Channel", leg), ("File", ""), ("Options", $"r({callerFile})t({agentFile})S"));

    public async Task<bool> StopRecordingAsync(string leg, CancellationToken cancellation) =>
        await SendAsync(cancellation, ("Action", "StopMixMonitor"), ("Channel", leg));

    public void Dispose()
    {
        Drop();
        _turn.Dispose();
    }

    private async Task<bool> SendAsync(CancellationToken cancellation, params (string Key, string Value)[] action)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await _turn.WaitAsync(either.Token);
        var done = false;
        try
        {
            if (_connection is null)
            {
                await ConnectAsync(either.Token);
            }

            var result = await ExchangeAsync(action, either.Token);
            done = true;
            return result;
        }
        finally
        {
            if (!done)
            {
                // Half a reply may be left in it.
                Drop();
            }

            _turn.Release();
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        _connection = new TcpClient { NoDelay = true };
        await _connection.ConnectAsync(node.AmiHost, node.AmiPort, cancellation);
        _reader = new StreamReader(_connection.GetStream(), Encoding.UTF8);
        await _reader.ReadLineAsync(cancellation);
        if (!await ExchangeAsync(
                [("Action", "Login"), ("Username", node.AmiUser), ("Secret", node.AmiPassword), ("Events", "off")],
                cancellation))
        {
            throw new IOException($"AMI of node {node.Name} refused the login.");
        }
    }

    private async Task<bool> ExchangeAsync((string Key, string Value)[] action, CancellationToken cancellation)
    {
        var id = (++_actions).ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        foreach (var (key, value) in action)
        {
            text.Append(key).Append(": ").Append(value.ReplaceLineEndings("")).Append("\r\n");
        }

        text.Append("ActionID: ").Append(id).Append("\r\n\r\n");
        await _connection!.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation);
        while (true)
        {
            var reply = await ReadBlockAsync(cancellation);
            if (reply.TryGetValue("ActionID", out var answered) && answered == id
                && reply.TryGetValue("Response", out var response))
            {
                return response == "Success";
            }
        }
    }

    private async Task<Dictionary<string, string>> ReadBlockAsync(CancellationToken cancellation)
    {
        var block = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await _reader!.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0)
            {
                return block;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                block[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        throw new IOException($"AMI of node {node.Name} closed the connection.");
    }

    private void Drop()
    {
        _reader?.Dispose();
        _connection?.Dispose();
        _reader = null;
        _connection = null;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.Telephony.Ari;

/// <summary>
/// One AMI connection. Actions are written one after the other and not waited for in line: each reply finds its action
/// by <c>ActionID</c>. Closed for good once the stream breaks.
/// </summary>
internal sealed class AmiConnection : IDisposable
{
    /// <summary>
    /// So many actions in a row without any reply: the other side is stuck, and a new connection may not be.
    /// </summary>
    private const int MostSilent = 3;

    /// <summary>No reply has so many lines.</summary>
    private const int MostLines = 200;

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AmiList> _lists = new(StringComparer.Ordinal);
    private readonly string _node;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private volatile bool _open = true;
    private int _actions;
    private int _silent;

    private AmiConnection(string node, TimeSpan limit, TimeProvider clock)
    {
        _node = node;
        _limit = limit;
        _clock = clock;
    }

    public bool IsOpen => _open;

    /// <summary>Connects and logs in; each step has the limit of one action.</summary>
    public static async Task<AmiConnection> OpenAsync(AriNode node, TimeSpan limit, TimeProvider clock)
    {
        var connection = new AmiConnection(node.Name, limit, clock);
        try
        {
            using var bound = new CancellationTokenSource(limit, clock);
            await connection._tcp.ConnectAsync(node.AmiHost, node.AmiPort, bound.Token);
            var reader = new StreamReader(connection._tcp.GetStream(), Encoding.UTF8);
            await reader.ReadLineAsync(bound.Token);
            _ = connection.ReadAsync(reader);
            if (!await connection.SendAsync(
                    CancellationToken.None,
                    ("Action", "Login"), ("Username", node.AmiUser), ("Secret", node.AmiPassword), ("Events", "off")))
            {
                throw new IOException($"AMI of node {node.Name} refused the login.");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>True when Asterisk says Success. The limit counts from the moment the action is written.</summary>
    public Task<bool> SendAsync(CancellationToken cancellation, params (string Key, string Value)[] action) =>
        SendAsync(NextId(), action, cancellation);

    /// <summary>What Asterisk lists; null when it does not say Success.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> ListAsync(
        CancellationToken cancellation, params (string Key, string Value)[] action)
    {
        var id = NextId();
        var list = _lists[id] = new AmiList();
        try
        {
            return await SendAsync(id, action, cancellation)
                ? await list.Whole.WaitAsync(_limit, _clock, cancellation)
                : null;
        }
        finally
        {
            _lists.TryRemove(id, out _);
        }
    }

    private string NextId() => Interlocked.Increment(ref _actions).ToString(CultureInfo.InvariantCulture);

    private async Task<bool> SendAsync(
        string id, (string Key, string Value)[] action, CancellationToken cancellation)
    {
        var reply = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = reply;
        try
        {
            await WriteAsync(Text(action, id), cancellation);
            return await reply.Task.WaitAsync(_limit, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            if (Interlocked.Increment(ref _silent) >= MostSilent)
            {
                Dispose();
            }

            throw;
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    public void Dispose()
    {
        // The semaphore stays: somebody may stand before it.
        _open = false;
        _tcp.Dispose();
        foreach (var (_, reply) in _waiting)
        {
            reply.TrySetException(new IOException($"AMI of node {_node} closed the connection."));
        }

        foreach (var (_, list) in _lists)
        {
            list.Break(new IOException($"AMI of node {_node} closed the connection."));
        }
    }

    private static byte[] Text((string Key, string Value)[] action, string id)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in action)
        {
            text.Append(key).Append(": ").Append(value.ReplaceLineEndings("")).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("ActionID: ").Append(id).Append("\r\n\r\n").ToString());
    }

    private async Task WriteAsync(byte[] text, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(!_open, this);
            // Not the caller's token: half an action would spoil those of others.
            using var bound = new CancellationTokenSource(_limit, _clock);
            await _tcp.GetStream().WriteAsync(text, bound.Token);
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        using (reader)
        using (this)
        {
            var block = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await LineAsync(reader) is { } line)
            {
                if (line.Length > 0)
                {
                    // Of what is said more than once, and of what nobody should send at all, the rest is not needed.
                    if (line.Split(':', 2) is [var key, var value] && block.Count < MostLines)
                    {
                        block[key] = value.Trim();
                    }

                    continue;
                }

                Volatile.Write(ref _silent, 0);
                Hear(block);
                block = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    private void Hear(Dictionary<string, string> block)
    {
        if (!block.TryGetValue("ActionID", out var id))
        {
            return;
        }

        if (block.TryGetValue("Response", out var response))
        {
            if (_waiting.TryRemove(id, out var reply))
            {
                reply.TrySetResult(response == "Success");
            }
        }
        else if (_lists.TryGetValue(id, out var list))
        {
            list.Hear(block);
        }
    }

    /// <summary>Null at the end of the stream, in order or not: both end the connection.</summary>
    private static async Task<string?> LineAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadLineAsync(CancellationToken.None);
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}

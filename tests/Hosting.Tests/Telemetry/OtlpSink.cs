using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.Hosting.Tests.Telemetry;

/// <summary>
/// What a collector is to a service: takes every POST. Bare HTTP, because a web server of .NET in this process would
/// leave spans of its own.
/// </summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly HttpListener _http = new();
    private readonly ConcurrentBag<(string Path, string? Type, byte[] Body)> _taken = [];
    private readonly Task _taking;
    private volatile bool _stopping;

    private OtlpSink(int port)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _http.Prefixes.Add($"{Address}/");
        _http.Start();
        _taking = TakeAsync();
    }

    public string Address { get; }

    /// <summary>Paths and types of what came.</summary>
    public IEnumerable<(string Path, string? Type)> Taken => _taken.Select(post => (post.Path, post.Type));

    public static OtlpSink Open()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        socket.Close();
        return new OtlpSink(port);
    }

    /// <summary>Whether that text came to that path: protocol buffers hold text as it is.</summary>
    public bool Holds(string path, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return _taken.Any(post => post.Path == path && post.Body.AsSpan().IndexOf(wanted) >= 0);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _http.Stop();
        await _taking;
        _http.Close();
    }

    private async Task TakeAsync()
    {
        while (!_stopping)
        {
            HttpListenerContext context;
            try
            {
                context = await _http.GetContextAsync();
            }
            catch (Exception e) when (_stopping && e is HttpListenerException or InvalidOperationException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _taken.Add((context.Request.Url!.AbsolutePath, context.Request.ContentType, body.ToArray()));
            context.Response.StatusCode = (int)HttpStatusCode.OK;
            context.Response.Close();
        }
    }
}

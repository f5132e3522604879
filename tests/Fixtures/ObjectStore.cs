using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using CallCenter.Hosting;
using CallCenter.Local.Packages;
using CallCenter.Local.Processes;

namespace CallCenter.Fixtures;

/// <summary>
/// A real object store that speaks S3: OpenStack Swift, its four servers on loopback with one device. Its files need a
/// file system with extended attributes (ext4, XFS, tmpfs since Linux 6.6).
/// </summary>
public sealed class ObjectStore : IAsyncDisposable
{
    /// <summary>Collection of its tests, one after the other: some stop it.</summary>
    public const string Name = "object store";

    private const string Account = "centre";
    private const string Region = "eu-test-1";
    private const string Script = "object_store.py";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly Key _writer = new("writer", "for-tests-only");
    private static readonly Key _reader = new("reader", "for-reading-only");
    private readonly string _root;
    private readonly string _directory;
    private readonly int _port;
    private ChildProcess? _process;
    private int _count;

    private ObjectStore(string root, string directory, int port)
    {
        _root = root;
        _directory = directory;
        _port = port;
    }

    /// <summary>Unpacks it when that was never done on this machine, and starts it.</summary>
    /// <param name="directory">Holds its state.</param>
    /// <param name="port">The first of four.</param>
    /// <param name="say">Tells what takes so long.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ObjectStore> StartAsync(
        string directory, int port, Action<string> say, CancellationToken cancellation)
    {
        var store = new ObjectStore(
            await ObjectStoreRootfs.EnsureAsync(say, cancellation: cancellation), directory, port);
        Directory.CreateDirectory(directory);
        await using var script = typeof(ObjectStore).Assembly.GetManifestResourceStream(Script)!;
        await using (var file = File.Create(Path.Combine(directory, Script)))
        {
            await script.CopyToAsync(file, cancellation);
        }

        await store.StartAsync(cancellation);
        return store;
    }

    /// <summary>Starts it (again), with what it held.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = await IsolatedProcess.StartAsync(
            "swift", _root, _directory,
            [
                ObjectStoreRootfs.Python, $"{IsolatedProcess.Home}/{Script}",
                _port.ToString(CultureInfo.InvariantCulture), Region, Account, $"{_writer}", $"{_reader}",
            ],
            $"{_directory}.log");
        await Readiness.WaitAsync(_process, StartLimit, AnswersAsync, cancellation);
    }

    /// <summary>Kills it, as a power cut does.</summary>
    public async Task StopAsync()
    {
        if (_process is { } running)
        {
            _process = null;
            await running.KillAsync();
            await running.DisposeAsync();
        }
    }

    /// <summary>Lets it take connections and answer nothing, until <see cref="Wake"/>.</summary>
    public void Hang() => _process!.SendToAll(Signal.Stop);

    public void Wake() => _process!.SendToAll(Signal.Continue);

    /// <summary>Takes the one device away from under the servers, until <see cref="FindDisk"/>.</summary>
    public void LoseDisk() => Directory.Move(Disk, $"{Disk}.lost");

    public void FindDisk() => Directory.Move($"{Disk}.lost", Disk);

    /// <summary>The settings for a bucket of a test's own, which is there.</summary>
    public async Task<RecordingOptions> BucketAsync(CancellationToken cancellation)
    {
        var options = Options($"recordings-{Interlocked.Increment(ref _count)}", _writer);
        using var client = Client();
        await client.PutBucketAsync(options.S3Bucket, cancellation);
        return options;
    }

    /// <summary>The same bucket with the key that may only read.</summary>
    public RecordingOptions ReadOnly(RecordingOptions options) => Options(options.S3Bucket!, _reader);

    public async ValueTask DisposeAsync() => await StopAsync();

    private string Disk => Path.Combine(_directory, "devices", "disk");

    private RecordingOptions Options(string bucket, Key key) => new()
    {
        S3Bucket = bucket,
        S3Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}")),
        S3Region = Region,
        S3AccessKey = $"{Account}:{key.Name}",
        S3SecretKey = key.Secret,
    };

    private AmazonS3Client Client()
    {
        var options = Options("", _writer);
        return new AmazonS3Client(
            new BasicAWSCredentials(options.S3AccessKey, options.S3SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.S3Endpoint!.ToString(),
                AuthenticationRegion = Region,
                ForcePathStyle = true,
            });
    }

    /// <summary>All four listen, and the first reaches those behind it.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        for (var place = 0; place < 4; place++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, _port + place, cancellation);
        }

        using var client = Client();
        try
        {
            await client.PutBucketAsync("ready", cancellation);
        }
        catch (AmazonS3Exception there) when (there.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            // It was ready before.
        }

        return true;
    }

    private sealed record Key(string Name, string Secret)
    {
        public override string ToString() => $"{Name}:{Secret}";
    }
}

using System.Net;
using System.Text;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>
/// An Asterisk that only this benchmark knows: ours, plus app_queue with the same phones as static members, to compare
/// with. 7000 answers the caller and then queues, 7001 records them as ours does, 7002 queues without an answer.
/// </summary>
internal sealed class QueueAsterisk : IAsyncDisposable
{
    public const string WithAnswer = "7000";
    public const string Recorded = "7001";
    public const string WithoutAnswer = "7002";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly ChildProcess _process;
    private readonly PortTable _ports;
    private readonly string _recordings;

    private QueueAsterisk(ChildProcess process, PortTable ports, string folder)
    {
        _process = process;
        _ports = ports;
        _recordings = AsteriskServer.MonitorOf(folder);
    }

    public IPEndPoint Switch => new(IPAddress.Loopback, _ports.Sip);

    public RunMember Member => RunMember.Of("asterisk", _process.Id, _process.LogFile);

    public static async Task<QueueAsterisk> StartAsync(
        Rootfs rootfs, string folder, PortTable ports, IReadOnlyList<TestPhone> agents, CancellationToken cancellation)
    {
        var secrets = new AsteriskSecrets(SecretFile.NewPassword(), SecretFile.NewPassword());
        await AsteriskConfiguration.WriteAsync(folder, ports, secrets, cancellation);
        await AddAsync(folder, "modules.conf", "load = app_queue.so\n", cancellation);
        await AddAsync(folder, "extensions.conf", $$"""

            [bench]
            exten => {{WithAnswer}},1,Answer()
             same => n,Queue(q,,,,60)
             same => n,Hangup()
            exten => {{Recorded}},1,Answer()
             same => n,MixMonitor(,r(${UNIQUEID}-r.wav)t(${UNIQUEID}-t.wav)S)
             same => n,Queue(q,,,,60)
             same => n,Hangup()
            exten => {{WithoutAnswer}},1,Queue(q,,,,60)
             same => n,Hangup()

            """, cancellation);
        await AddAsync(folder, "queues.conf", Queue(agents.Count), cancellation);
        await AddAsync(folder, "pjsip.conf", Endpoints(agents), cancellation);
        var pjsip = Path.Combine(folder, "etc/pjsip.conf");
        var text = await File.ReadAllTextAsync(pjsip, cancellation);
        await File.WriteAllTextAsync(
            pjsip, text.Replace("context = from-trunk", "context = bench", StringComparison.Ordinal), cancellation);
        var process = await AsteriskServer.LaunchAsync(rootfs, folder, Path.Combine(folder, "asterisk.log"));
        using var http = new HttpClient();
        await Readiness.WaitAsync(
            process, StartLimit,
            async token =>
            {
                using var answer = await http.GetAsync(
                    new Uri($"http://127.0.0.1:{ports.AsteriskHttp}/ari/asterisk/info"), token);
                return answer.StatusCode == HttpStatusCode.Unauthorized;
            },
            cancellation);
        return new QueueAsterisk(process, ports, folder);
    }

    /// <summary>Sides of calls, each a file of 8 kHz and 16 bits a sample, that hold a whole talk.</summary>
    public int WholeSides() => new DirectoryInfo(_recordings).EnumerateFiles("*.wav")
        .Count(file => file.Length >= 16_000 * CallLoad.TalkTime.TotalSeconds);

    public TestPhone StartCaller() => TestPhone.Start(new PhoneSettings
    {
        Switch = Switch, User = "trunk", Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
    });

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private static Task AddAsync(string folder, string name, string text, CancellationToken cancellation) =>
        File.AppendAllTextAsync(Path.Combine(folder, "etc", name), text, cancellation);

    private static string Queue(int agents)
    {
        var text = new StringBuilder("""
            [general]
            persistentmembers = no
            autofill = yes
            [q]
            strategy = rrmemory
            timeout = 15
            retry = 1
            wrapuptime = 0
            ringinuse = no
            musicclass = default

            """);
        for (var i = 0; i < agents; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"member => PJSIP/b{i}\n");
        }

        return text.ToString();
    }

    private static string Endpoints(IReadOnlyList<TestPhone> agents)
    {
        var text = new StringBuilder("""

            [bench-agent](!)
            type = endpoint
            context = from-agent
            transport = udp
            disallow = all
            allow = ulaw
            direct_media = no
            media_address = 127.0.0.1
            bind_rtp_to_media_address = yes

            """);
        for (var i = 0; i < agents.Count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                [b{i}](bench-agent)
                aors = b{i}
                [b{i}]
                type = aor
                contact = sip:b{i}@{agents[i].Address}

                """);
        }

        return text.ToString();
    }
}

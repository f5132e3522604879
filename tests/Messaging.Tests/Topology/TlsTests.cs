using CallCenter.Fixtures;
using CallCenter.Messaging.Tests.Crashing;
using CallCenter.Messaging.Workload;
using Xunit;

namespace CallCenter.Messaging.Tests.Topology;

public class TlsTests(Servers servers)
{
    [Fact]
    public async Task With_amqps_everything_is_said_and_heard_by_TLS_alone()
    {
        await using var station = await Station.OpenAsync(servers);
        await using var front = new TlsFront(station.Broker.Port, servers.Directory);
        var broker = new UriBuilder(station.Broker) { Scheme = "amqps", Port = front.Port }.Uri;
        var work = new WorkloadSettings
        {
            Database = station.Database.ConnectionString, Broker = broker, Relays = true, Hears = true,
        };
        await using var service = WorkloadProcess.Run(work, variables: ("SSL_CERT_FILE", front.CertificateFile));

        await station.SayAsync(Guid.CreateVersion7(), 1);

        await station.UntilAsync("select count(*) from effect", 1);
        Assert.Equal(0, front.Plain);
        Assert.InRange(front.Encrypted, 2, int.MaxValue);
    }
}

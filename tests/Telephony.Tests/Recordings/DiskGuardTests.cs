using CallCenter.Hosting;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Recordings;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Recordings;

public sealed class DiskGuardTests
{
    private static readonly string Folder = Path.GetTempPath();

    [Theory]
    [InlineData(0, false)]
    [InlineData(long.MaxValue, true)]
    public void A_place_with_less_room_than_the_bound_is_full(long bound, bool full)
    {
        var node = new AriNode { Name = "local", RecordingDirectory = Path.Combine(Folder, "not", "there", "yet") };
        var guard = Guard(new TelephonyOptions { RecordingFreeBytes = bound });
        Assert.Equal(full, guard.IsFull(node));
        Assert.Equal(full ? ["the recording store", "local"] : [], guard.FullPlaces([node]));
    }

    [Theory]
    [InlineData(0, HealthStatus.Healthy)]
    [InlineData(long.MaxValue, HealthStatus.Degraded)]
    public async Task A_full_place_is_seen_in_the_health_of_a_service_that_stays_ready(long bound, HealthStatus seen)
    {
        var options = new TelephonyOptions { RecordingFreeBytes = bound };
        var check = new DiskCheck(options, new Switchboard(), Guard(options));
        var health = await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(seen, health.Status);
    }

    private static DiskGuard Guard(TelephonyOptions options) =>
        new(options, new FolderRecordings(Folder), NullLogger<DiskGuard>.Instance);
}

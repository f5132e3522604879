using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.Local.Tests.Subscribers;

/// <summary>The programs of deploy/samples.</summary>
public sealed class SampleTests(Servers servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Python_sample_prints_the_event()
    {
        await using var centre = await PublicEvents.OpenAsync(servers, "python");

        await using var sample = await SamplePrograms.StartPythonAsync(
            await servers.RootfsAsync(), servers.Directory, centre.SubscriberUri);

        await PrintsAsync(sample, centre);
    }

    [Fact]
    public async Task The_Node_sample_prints_the_event()
    {
        await using var centre = await PublicEvents.OpenAsync(servers, "node");

        await using var sample = await SamplePrograms.StartNodeAsync(servers.Directory, centre.SubscriberUri, Token);

        await PrintsAsync(sample, centre);
    }

    private static async Task PrintsAsync(ChildProcess sample, PublicEvents centre)
    {
        await SamplePrograms.SaysAsync(sample, "Subscribed as sub.", Limit, Token);
        var id = await centre.PublishAsync("complaint.raised");
        var line = await SamplePrograms.SaysAsync(sample, id, Limit, Token);

        var cloudEvent = JsonDocument.Parse(line).RootElement;
        Assert.Equal("callcenter.complaint.raised.v1", cloudEvent.GetProperty("type").GetString());
        Assert.Equal("1", cloudEvent.GetProperty("subjectseq").GetString());
        Assert.Equal("投诉", cloudEvent.GetProperty("data").GetProperty("reason").GetString());
    }
}

using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.Local.Tests.Subscribers;

/// <summary>The programs of deploy/samples, run as their README says.</summary>
public sealed class SampleTests(Servers servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_Python_sample_prints_the_event()
    {
        await using var centre = await PublicEvents.OpenAsync(servers, "python");
        var folder = Copy("python");
        var log = Path.Combine(servers.Directory, "python-sample.log");

        await using var sample = await IsolatedProcess.StartAsync(
            "python-sample", await servers.RootfsAsync(), folder,
            [$"SUBSCRIBER_URI={centre.SubscriberUri}", "/usr/bin/python3", $"{IsolatedProcess.Home}/subscriber.py"],
            log);

        await PrintsAsync(sample, centre);
    }

    [Fact]
    public async Task The_Node_sample_prints_the_event()
    {
        await using var centre = await PublicEvents.OpenAsync(servers, "node");
        var folder = Copy("node");
        var installLog = Path.Combine(servers.Directory, "npm.log");
        await using var install = await ChildProcess.StartAsync(
            "npm", ["npm", "ci", "--no-audit", "--no-fund"], installLog, workingDirectory: folder);
        var token = TestContext.Current.CancellationToken;
        var installed = await install.WaitAsync(InstallLimit) && await install.ExitAsync(token) == 0;
        Assert
            .True(installed, $"npm ci failed (apt-get install npm): {await File.ReadAllTextAsync(installLog, token)}");
        var log = Path.Combine(servers.Directory, "node-sample.log");

        await using var sample = await ChildProcess.StartAsync(
            "node-sample", ["node", "subscriber.js"], log,
            new Dictionary<string, string?> { ["SUBSCRIBER_URI"] = centre.SubscriberUri.AbsoluteUri }, folder);

        await PrintsAsync(sample, centre);
    }

    private static async Task PrintsAsync(ChildProcess sample, PublicEvents centre)
    {
        await SaysAsync(sample, "Subscribed as sub.");
        var id = await centre.PublishAsync("complaint.raised");
        await SaysAsync(sample, id);

        var line = File.ReadLines(sample.LogFile).Last(line => line.Contains(id, StringComparison.Ordinal));
        var cloudEvent = JsonDocument.Parse(line).RootElement;
        Assert.Equal("callcenter.complaint.raised.v1", cloudEvent.GetProperty("type").GetString());
        Assert.Equal("1", cloudEvent.GetProperty("subjectseq").GetString());
        Assert.Equal("投诉", cloudEvent.GetProperty("data").GetProperty("reason").GetString());
    }

    private static Task SaysAsync(ChildProcess sample, string text) => Readiness.WaitAsync(
        sample,
        Limit,
        async token => (await File.ReadAllTextAsync(sample.LogFile, token)).Contains(text, StringComparison.Ordinal),
        TestContext.Current.CancellationToken);

    private string Copy(string sample)
    {
        var from = Path.Combine(Home.Repository!, "deploy/samples", sample);
        var to = Path.Combine(servers.Directory, "samples", sample);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        return to;
    }
}

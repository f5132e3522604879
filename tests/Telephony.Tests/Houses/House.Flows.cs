using System.Text.Json;
using CallCenter.Local.Phones;
using CallCenter.Local.Sounds;
using CallCenter.Telephony.Flows;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Flows and their sounds.</summary>
internal sealed partial class House
{
    /// <summary>Stores the flow that the dialled number leads to, and makes it active.</summary>
    public async Task AddFlowAsync(string json)
    {
        await ChangeFlowAsync(json);
        await AddNumberAsync(flow: "main");
    }

    /// <summary>Calls that come from now on begin with this.</summary>
    public async Task ChangeFlowAsync(string json)
    {
        var (document, problems) = FlowReading.Read(JsonDocument.Parse(json).RootElement);
        Assert.Empty(problems);
        Assert.Empty(FlowRules.Problems(document!));
        await using var work = await Transactions.BeginAsync(Cancellation);
        var flow = await FlowStore.LockAsync(work.Transaction, "main", Cancellation);
        var version = await FlowStore.AddAsync(
            work.Transaction, flow, document!, TimeProvider.System.GetUtcNow(), Cancellation);
        await FlowStore.ActivateAsync(work.Transaction, "main", version.Version, Cancellation);
        await work.CommitAsync(Cancellation);
    }

    /// <summary>A sound of one tone.</summary>
    public Task AddSoundAsync(string language, string name, double hz, double seconds = 2) => WaveFile.WriteAsync(
        Path.Combine(Asterisk.SoundsDirectory, language, name + ".wav"),
        Tones.Sine(hz, (int)(seconds * WaveFile.Rate), WaveFile.Rate),
        Cancellation);
}

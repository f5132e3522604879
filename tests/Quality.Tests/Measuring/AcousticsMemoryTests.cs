using CallCenter.Quality.Measuring;
using Xunit;

namespace CallCenter.Quality.Tests.Measuring;

/// <summary>Alone in the process: what other tests allocate at the same time would be counted too.</summary>
[Collection(nameof(AcousticsMemoryTests))]
[CollectionDefinition(nameof(AcousticsMemoryTests), DisableParallelization = true)]
public sealed class AcousticsMemoryTests
{
    [Fact]
    public async Task Half_an_hour_is_measured_with_little_memory()
    {
        var before = GC.GetTotalAllocatedBytes();
        using var endless = new EndlessWav(seconds: 1_800);
        var talk = await Acoustics.MeasureAsync(endless, TimeSpan.FromHours(1), [], CancellationToken.None);

        Assert.Equal(1_800_000, talk.DurationMs);
        // The recording has 57.6 MB of samples.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }
}

using System.Globalization;
using Xunit;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>The seed of a run of bad input: another one each time, or that of <c>FUZZ_SEED</c>.</summary>
internal static class Seeds
{
    public static int Take()
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var told)
            ? told
            : (int)(TimeProvider.System.GetTimestamp() & int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"FUZZ_SEED={seed}");
        return seed;
    }
}

using System.Globalization;
using Xunit;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>Where a run of bad input begins: another seed each time, or that of <c>FUZZ_SEED</c> to see one again.</summary>
internal static class Seeds
{
    public static int Take()
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var told)
            ? told
            : (int)(TimeProvider.System.GetTimestamp() & int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"FUZZ_SEED={seed}");
        return seed;
    }
}

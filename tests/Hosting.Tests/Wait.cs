using Xunit;

namespace CallCenter.Hosting.Tests;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Wait
{
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20),
                "It did not happen within 20 s");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, cancellation);
        }
    }
}

using Xunit;

namespace CallCenter.Fixtures;

/// <summary>Waits for a condition, with a deadline; a test that waits in vain fails.</summary>
public static class Wait
{
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
            {
                throw new TimeoutException("It did not happen within 20 s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }
}

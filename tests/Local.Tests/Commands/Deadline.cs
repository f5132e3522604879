using Xunit;

namespace CallCenter.Local.Tests.Commands;

/// <summary>Waits for a condition, up to a limit.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bounded.CancelAfter(limit);
        while (!condition())
        {
            await Task.Delay(Interval, TimeProvider.System, bounded.Token);
        }
    }
}

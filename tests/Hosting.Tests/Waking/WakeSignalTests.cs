using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Hosting.Tests.Waking;

public sealed class WakeSignalTests
{
    [Fact]
    public async Task Many_signals_wake_once_and_none_is_forgotten_while_nobody_waits()
    {
        using var signal = new WakeSignal<WakeSignalTests>();
        signal.Wake();
        signal.Wake();
        signal.Wake();

        Assert.True(await signal.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.False(await signal.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_a_signal_and_without_one_goes_on_when_the_time_is_over()
    {
        using var signal = new WakeSignal<WakeSignalTests>();
        var woken = signal.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        signal.Wake();

        Assert.True(await woken);
        Assert.False(await signal.WaitAsync(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_service_has_one_signal_for_each_of_its_workers()
    {
        var services = ServiceBuilder.Create("routing", []).Services.BuildServiceProvider();
        using (services)
        {
            var one = services.GetRequiredService<WakeSignal<WakeSignalTests>>();

            Assert.Same(one, services.GetRequiredService<WakeSignal<WakeSignalTests>>());
            Assert.NotSame(one, services.GetRequiredService<WakeSignal<string>>() as object);
        }
    }
}

using CallCenter.Routing.Figures;
using Xunit;

namespace CallCenter.Routing.Tests.Figures;

public sealed class BoardPauseTests
{
    [Theory]
    [InlineData(5, 500)]
    [InlineData(250, 500)]
    [InlineData(300, 400)]
    [InlineData(475, 50)]
    [InlineData(900, 900)]
    public void What_was_folded_after_a_count_began_is_told_within_a_second_while_two_counts_fit(
        int countMs, int pauseMs)
    {
        var count = TimeSpan.FromMilliseconds(countMs);

        var pause = BoardWorker.PauseAfter(count);

        Assert.Equal(TimeSpan.FromMilliseconds(pauseMs), pause);
        Assert.True(countMs > 475 || count + pause + count <= TimeSpan.FromSeconds(1));
    }
}

using CallCenter.Telephony.Recordings;
using Xunit;

namespace CallCenter.Telephony.Tests.Recordings;

public sealed class SilentSideTests
{
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_side_without_any_sound_is_named_when_the_other_has_some()
    {
        Assert.Equal("agent", RecordingRules.SilentSide([0, 9, 0, 0], Talk));
        Assert.Equal("caller", RecordingRules.SilentSide([0, 0, 0, 1], Talk));
    }

    [Fact]
    public void One_sound_is_enough_for_a_side_to_be_there() =>
        Assert.Null(RecordingRules.SilentSide([200, 200, 0, 1], Talk));

    [Fact]
    public void Where_nobody_is_heard_neither_side_is_missing()
    {
        Assert.Null(RecordingRules.SilentSide([0, 0, 0, 0], Talk));
        Assert.Null(RecordingRules.SilentSide([], Talk));
    }

    [Fact]
    public void A_talk_of_a_moment_says_nothing() =>
        Assert.Null(RecordingRules.SilentSide([0, 9, 0, 0], TimeSpan.FromSeconds(4)));
}

namespace CallCenter.Fixtures;

/// <summary>A clock that stands until it is moved; timers run on real time.</summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;

    public void Move(double seconds) => Move(TimeSpan.FromSeconds(seconds));
}

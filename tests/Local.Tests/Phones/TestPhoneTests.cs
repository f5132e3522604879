using System.Net;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

/// <summary>Two phones that call each other without a switch between them.</summary>
public sealed class TestPhoneTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly TestPhone _agent = TestPhone.Start(new PhoneSettings
    {
        Switch = new IPEndPoint(IPAddress.Loopback, 9), User = "agent",
    });

    private readonly TestPhone _caller;

    public TestPhoneTests() =>
        _caller = TestPhone.Start(new PhoneSettings { Switch = _agent.Address, User = "caller", Codecs = [8] });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _agent.DisposeAsync();
        Assert.Equal(0, _agent.Malformed + _caller.Malformed);
    }

    [Fact]
    public async Task Both_hear_the_other_and_keys_arrive_until_one_hangs_up()
    {
        _agent.OnInvite = _ => InviteReply.Answer(TimeSpan.FromMilliseconds(50));

        var calling = await _caller.CallAsync("agent", from: "+441632960001");
        var called = await _agent.NextCallAsync(Soon);
        calling.SendTone(440);
        called.SendTone(1_000);

        Assert.Equal("+441632960001", called.Number);
        Assert.Equal(8, calling.Media.Codec);
        Assert.Equal(8, called.Media.Codec);
        Assert.True(await calling.HearsAsync(1_000, Soon));
        Assert.True(await called.HearsAsync(440, Soon));
        Assert.False(await called.HearsAsync(600, TimeSpan.FromMilliseconds(400)));
        await calling.PressAsync('1');
        await calling.PressAsync('#');
        Assert.True(await called.HearsAsync(440, Soon));
        Assert.Equal("1#", called.Media.Keys);
        Assert.Equal(0, called.Media.Counters.Lost + calling.Media.Counters.Lost);

        await calling.HangUpAsync();

        Assert.False((await calling.Ended).ByThem);
        Assert.Equal(new CallEnding(true, 200, "hung up"), await called.Ended.WaitAsync(Soon, Token));
    }

    [Fact]
    public async Task A_call_that_is_given_up_stops_ringing()
    {
        var calling = _caller.Call("agent");
        var called = await _agent.NextCallAsync(Soon);
        await calling.Ringing.WaitAsync(Soon, Token);

        await calling.HangUpAsync().WaitAsync(Soon, Token);

        Assert.Equal(487, (await called.Ended.WaitAsync(Soon, Token)).Status);
        Assert.Equal(487, (await calling.Ended).Status);
        Assert.False(await calling.Answered);
    }

    [Fact]
    public async Task A_call_that_is_given_up_at_once_is_cancelled_as_soon_as_it_may_be()
    {
        var calling = _caller.Call("agent");

        await calling.HangUpAsync().WaitAsync(Soon, Token);

        var called = await _agent.NextCallAsync(Soon);
        Assert.True((await called.Ended.WaitAsync(Soon, Token)).ByThem);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(603)]
    public async Task A_refusal_reaches_the_caller(int status)
    {
        _agent.OnInvite = _ => InviteReply.Refuse(status, "No", TimeSpan.FromMilliseconds(20));

        var calling = _caller.Call("agent");

        Assert.Equal(new CallEnding(true, status, "No"), await calling.Ended.WaitAsync(Soon, Token));
    }

    [Fact]
    public async Task A_call_rings_until_it_is_answered_by_hand()
    {
        var calling = _caller.Call("agent");
        var called = await _agent.NextCallAsync(Soon);
        await calling.Ringing.WaitAsync(Soon, Token);
        Assert.False(calling.Answered.IsCompleted);

        Assert.True(called.Answer());

        Assert.True(await calling.Answered.WaitAsync(Soon, Token));
        await called.HangUpAsync();
        Assert.True((await calling.Ended.WaitAsync(Soon, Token)).ByThem);
    }

    [Fact]
    public async Task A_phone_without_a_codec_of_ours_is_refused()
    {
        await using var other = TestPhone.Start(new PhoneSettings
        {
            Switch = _caller.Address, User = "other", Codecs = [0],
        });

        Assert.Equal(488, (await other.Call("caller").Ended.WaitAsync(Soon, Token)).Status);
    }

    [Fact]
    public async Task One_call_too_many_hears_busy()
    {
        await using var single = TestPhone.Start(_agent.Settings with { User = "single", MaximumCalls = 1 });
        await using var caller = TestPhone.Start(_caller.Settings with { Switch = single.Address });
        caller.Call("single");
        await single.NextCallAsync(Soon);

        Assert.Equal(486, (await caller.Call("single").Ended.WaitAsync(Soon, Token)).Status);
    }

    [Fact]
    public void A_phone_does_not_call_out_of_this_machine()
    {
        var abroad = _agent.Settings with { Switch = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5060) };

        Assert.Throws<ArgumentException>(() => TestPhone.Start(abroad));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

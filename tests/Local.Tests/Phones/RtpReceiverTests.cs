using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

public sealed class RtpReceiverTests
{
    private readonly RtpReceiver _receiver = new(TimeProvider.System);
    private readonly byte[] _packet = new byte[172];

    [Fact]
    public void Missing_packets_are_counted_over_the_turn_of_the_sequence()
    {
        foreach (var sequence in new ushort[] { 65_533, 65_534, 1, 2, 0, 3, 10 })
        {
            Receive(sequence);
        }

        var counters = _receiver.Counters;
        Assert.Equal(7, counters.Received);
        Assert.Equal(7, counters.Lost);
        Assert.Equal(2, counters.SequenceGaps);
    }

    [Fact]
    public void A_new_source_starts_a_new_sequence()
    {
        Receive(10, source: 1);
        Receive(9_000, source: 2);
        Receive(9_001, source: 2);

        Assert.Equal(0, _receiver.Counters.Lost);
    }

    [Theory]
    [InlineData(100, 30_000, 0)]
    [InlineData(40_000, 10, 0)]
    [InlineData(65_000, 2_466, 0)]
    [InlineData(100, 3_102, 0)]
    [InlineData(100, 3_101, 3_000)]
    [InlineData(65_000, 2_465, 3_000)]
    public void A_jump_of_more_than_3000_packets_is_a_new_start_and_no_loss(ushort last, ushort next, int lost)
    {
        Receive(last);
        Receive(next);
        Receive((ushort)(next + 1));

        Assert.Equal(lost, _receiver.Counters.Lost);
        Assert.Equal(lost > 0 ? 1 : 0, _receiver.Counters.SequenceGaps);
    }

    [Fact]
    public void A_pause_is_measured_by_arrival()
    {
        var ms = TimeProvider.System.TimestampFrequency / 1_000;
        Receive(1, at: 1_000 * ms);
        Receive(2, at: 1_020 * ms);
        Receive(3, at: 1_120 * ms);

        Assert.Equal(100, _receiver.Counters.LargestPause.TotalMilliseconds, 1.0);
        Assert.Equal(1, _receiver.Counters.LongPauses);
    }

    [Fact]
    public void What_is_not_RTP_is_counted_and_does_no_harm()
    {
        var random = new Random(4_733);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            _receiver.Receive(bytes, round, keyType: 101);
        }

        Assert.InRange(_receiver.Counters.Malformed, 10_000, 20_000);
    }

    [Theory]
    [InlineData('0')]
    [InlineData('#')]
    [InlineData('D')]
    public void A_key_sent_with_its_end_three_times_counts_once(char key)
    {
        var sender = new RtpSender();
        var pressed = sender.Press(key, TimeSpan.FromMilliseconds(100));
        List<int> types = [];
        for (var i = 0; i < 10; i++)
        {
            var length = sender.Next(_packet, G711.Pcmu, 101);
            types.Add(_packet[1] & 0x7F);
            _receiver.Receive(_packet.AsSpan(0, length), i, 101);
        }

        Assert.Equal([101, 101, 101, 101, 101, 101, 101, 0, 0, 0], types);
        Assert.True(pressed.IsCompletedSuccessfully);
        Assert.Equal(key.ToString(), _receiver.Keys);
        Assert.Equal(0, _receiver.Counters.Lost);
    }

    private void Receive(ushort sequence, uint source = 7, long at = 1)
    {
        RtpPacket.WriteHeader(_packet, G711.Pcmu, false, sequence, 160u * sequence, source);
        _receiver.Receive(_packet, at, keyType: 101);
    }
}

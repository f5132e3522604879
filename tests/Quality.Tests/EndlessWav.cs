namespace CallCenter.Quality.Tests;

/// <summary>A long recording that is never in memory as a whole: two people who take turns of three seconds.</summary>
internal sealed class EndlessWav : Stream
{
    private readonly byte[] _header = new SyntheticWav(0).Bytes();
    private readonly byte[] _turns = SyntheticWav.Talk(6, [(0, 2.5)], [(3, 5.5)]).Bytes()[44..];
    private readonly long _length;
    private long _at;

    public EndlessWav(int seconds)
    {
        // As a writer leaves it that could not go back to the header.
        _header.AsSpan(40, 4).Fill(0xFF);
        _length = _header.Length + (seconds * 32_000L);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var take = (int)Math.Min(count, _length - _at);
        for (var i = 0; i < take; i++, _at++)
        {
            buffer[offset + i] = _at < _header.Length ? _header[_at] : _turns[(_at - _header.Length) % _turns.Length];
        }

        return take;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

namespace CallCenter.Hosting;

/// <summary>The next bytes of a stream, which it owns: to be read once, from the beginning to the end.</summary>
/// <param name="whole">The stream.</param>
/// <param name="length">How many bytes at most.</param>
/// <param name="patience">How long it may let an asynchronous reader wait; longer is a fault. Default for ever.</param>
internal sealed class PartOfStream(Stream whole, long length, TimeSpan? patience = null) : Stream
{
    private long _left = length;

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
        var read = whole.Read(buffer, offset, (int)Math.Min(count, _left));
        _left -= read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await ReadPatientlyAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadPatientlyAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (patience is not { } limit)
        {
            return await whole.ReadAsync(buffer, cancellation);
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(limit);
        try
        {
            return await whole.ReadAsync(buffer, bounded.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"Nothing more came within {limit.TotalSeconds:0.#} s.", late);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            whole.Dispose();
        }

        base.Dispose(disposing);
    }
}

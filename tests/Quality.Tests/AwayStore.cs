using CallCenter.Hosting;

namespace CallCenter.Quality.Tests;

/// <summary>A store of recordings that does not answer.</summary>
internal sealed class AwayStore : IRecordingStore
{
    public Task WriteAsync(RecordingFile file, Stream content, CancellationToken cancellation) => throw Fault();

    public Task<Stream> OpenReadAsync(RecordingFile file, CancellationToken cancellation) => throw Fault();

    public Task<Stream> OpenReadAsync(RecordingFile file, long from, long length, CancellationToken cancellation) =>
        throw Fault();

    public Task<long?> LengthAsync(RecordingFile file, CancellationToken cancellation) => throw Fault();

    public Task DeleteAsync(RecordingFile file, CancellationToken cancellation) => throw Fault();

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellation) => throw Fault();

    public long? FreeBytes() => null;

    private static IOException Fault() => new("The object store failed: connection refused");
}

using Xunit;

namespace CallCenter.Hosting.Tests.Recordings;

public sealed class FolderRecordingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("callcenter-recordings-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read_again()
    {
        var id = Guid.CreateVersion7();

        await Store.WriteAsync(RecordingFile.Wav(id), new MemoryStream([1, 2, 3]), Cancel);

        Assert.Equal([1, 2, 3], await ReadAsync(id));
    }

    [Fact]
    public async Task Writing_again_replaces_whole()
    {
        var id = Guid.CreateVersion7();
        await Store.WriteAsync(RecordingFile.Wav(id), new MemoryStream([1, 2, 3]), Cancel);
        await using var reader = await Store.OpenReadAsync(RecordingFile.Wav(id), Cancel);

        await Store.WriteAsync(RecordingFile.Wav(id), new MemoryStream([4]), Cancel);

        Assert.Equal([4], await ReadAsync(id));
        Assert.Equal(1, reader.ReadByte());
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_no_file()
    {
        var id = Guid.CreateVersion7();

        await Assert.ThrowsAsync<IOException>(
            () => Store.WriteAsync(RecordingFile.Wav(id), new BrokenStream(), Cancel));

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.OpenReadAsync(RecordingFile.Wav(id), Cancel));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FolderRecordings Store => new(_folder);

    private async Task<byte[]> ReadAsync(Guid id)
    {
        await using var stream = await Store.OpenReadAsync(RecordingFile.Wav(id), Cancel);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun)
            {
                throw new IOException("the disk is full");
            }

            _begun = true;
            return ValueTask.FromResult(buffer.Length);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(new byte[bufferSize], cancellationToken);
            throw new IOException("the disk is full");
        }
    }
}

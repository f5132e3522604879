using System.Runtime.CompilerServices;

namespace CallCenter.Hosting;

/// <summary>Recordings as files in a folder. A name is made of the id alone, so no input can lead out of it.</summary>
public sealed class FolderRecordings(string directory) : IRecordingStore
{
    public async Task WriteAsync(RecordingFile file, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Beside its place, so that the rename is one step on the same disk.
        var temporary = $"{path}.{Guid.CreateVersion7():N}.part";
        try
        {
            await using (var part = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await content.CopyToAsync(part, cancellation);
                part.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<Stream> OpenReadAsync(RecordingFile file, CancellationToken cancellation) =>
        Task.FromResult<Stream>(Open(file));

    public Task<Stream> OpenReadAsync(
        RecordingFile file, long from, long length, CancellationToken cancellation)
    {
        var whole = Open(file);
        whole.Position = from;
        return Task.FromResult<Stream>(new PartOfStream(whole, length));
    }

    public Task<long?> LengthAsync(RecordingFile file, CancellationToken cancellation)
    {
        var there = new FileInfo(PathOf(file));
        return Task.FromResult<long?>(there.Exists ? there.Length : null);
    }

    public Task DeleteAsync(RecordingFile file, CancellationToken cancellation)
    {
        var path = PathOf(file);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredFile> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // The walk is made of blocking calls: it must not hold the thread of whoever began it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!Directory.Exists(directory))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path));
            yield return new StoredFile(name, RecordingFile.Of(name), written);
        }
    }

    public long? FreeBytes() => FreeSpace.Under(directory);

    private FileStream Open(RecordingFile file)
    {
        var path = PathOf(file);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no recording {file.RecordingId} as {file.Format}.");
        }

        return new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });
    }

    private string PathOf(RecordingFile file) => Path.Combine(directory, file.Name);
}

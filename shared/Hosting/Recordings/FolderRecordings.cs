using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Hosting;

/// <summary>
/// Recordings as files in a folder: <c>ab/0190…cdab.wav</c>, sharded by the random end of the id.
/// A name is made of the id alone, so no input can lead out of the folder.
/// </summary>
public sealed class FolderRecordings(string directory) : IRecordingStore
{
    public async Task WriteAsync(Guid recordingId, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(recordingId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Beside its place, so that the rename is one step on the same disk.
        var temporary = $"{path}.{Guid.CreateVersion7():N}.part";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await content.CopyToAsync(file, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<Stream> OpenReadAsync(Guid recordingId, CancellationToken cancellation)
    {
        var path = PathOf(recordingId);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no recording {recordingId}.");
        }

        return Task.FromResult<Stream>(new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        }));
    }

    private string PathOf(Guid id)
    {
        var name = id.ToString("N");
        return Path.Combine(directory, name[^2..], name + ".wav");
    }
}

/// <summary>Adds the store of recordings to a service.</summary>
public static class RecordingSetup
{
    /// <summary>The <see cref="IRecordingStore"/> of the section <c>Recordings</c>.</summary>
    public static ServiceBuilder AddRecordings(this ServiceBuilder service)
    {
        service.AddSettings<RecordingOptions>("Recordings");
        service.Services.AddSingleton<IRecordingStore>(s =>
            new FolderRecordings(s.GetRequiredService<RecordingOptions>().Directory));
        return service;
    }
}

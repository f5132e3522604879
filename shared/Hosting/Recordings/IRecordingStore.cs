using System.Globalization;

namespace CallCenter.Hosting;

/// <summary>
/// Where recordings lie, under the id of the recording. Telephony writes; Quality only reads. What goes wrong with the
/// place is an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IRecordingStore
{
    /// <summary>Stores the file whole or not at all; writing the same file again replaces it.</summary>
    /// <param name="content">Can seek.</param>
    Task WriteAsync(RecordingFile file, Stream content, CancellationToken cancellation);

    /// <summary>Opens the file; <see cref="FileNotFoundException"/> when it is not there.</summary>
    Task<Stream> OpenReadAsync(RecordingFile file, CancellationToken cancellation);

    /// <summary>
    /// Opens a part of the file, which ends there; <see cref="FileNotFoundException"/> when it is not there.
    /// </summary>
    /// <param name="from">First byte; in the file.</param>
    /// <param name="length">At least 1.</param>
    Task<Stream> OpenReadAsync(RecordingFile file, long from, long length, CancellationToken cancellation);

    /// <summary>The size in bytes; null when the file is not there.</summary>
    Task<long?> LengthAsync(RecordingFile file, CancellationToken cancellation);

    /// <summary>Deletes the file; done when it is not there.</summary>
    Task DeleteAsync(RecordingFile file, CancellationToken cancellation);

    /// <summary>Everything that lies there, in any order, and what does not belong there too.</summary>
    IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellation);

    /// <summary>Bytes that are free; null where there is no such bound.</summary>
    long? FreeBytes();
}

/// <summary>A file of a recording.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="Format">wav, or ogg: made of the former.</param>
public readonly record struct RecordingFile(Guid RecordingId, string Format)
{
    /// <summary><c>ab/0190…cdab.wav</c>: made of the id alone, sharded by its random end.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{RecordingId.ToString("N")[^2..]}/{RecordingId:N}.{Format}");

    public static RecordingFile Wav(Guid recordingId) => new(recordingId, "wav");

    public static RecordingFile Ogg(Guid recordingId) => new(recordingId, "ogg");

    /// <summary>The file with this name; null when it is none of ours.</summary>
    public static RecordingFile? Of(string name)
    {
        if (name.Length != 39 || !Guid.TryParseExact(name.AsSpan(3, 32), "N", out var id))
        {
            return null;
        }

        return name == Wav(id).Name ? Wav(id) : name == Ogg(id).Name ? Ogg(id) : null;
    }
}

/// <summary>What lies in the store.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="File">The file; null when it is none of ours.</param>
/// <param name="WrittenAt">When it was written.</param>
public sealed record StoredFile(string Name, RecordingFile? File, DateTimeOffset WrittenAt);

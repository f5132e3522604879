namespace CallCenter.Hosting;

/// <summary>Where recordings lie, under the id of the recording. Telephony writes; Quality only reads.</summary>
public interface IRecordingStore
{
    /// <summary>Stores the file whole or not at all; writing the same id again replaces it.</summary>
    Task WriteAsync(Guid recordingId, Stream content, CancellationToken cancellation);

    /// <summary>Opens the file; <see cref="FileNotFoundException"/> when it is not there.</summary>
    Task<Stream> OpenReadAsync(Guid recordingId, CancellationToken cancellation);
}

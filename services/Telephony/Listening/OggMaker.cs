using System.Buffers.Binary;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Recordings;

namespace CallCenter.Telephony.Listening;

/// <summary>
/// Makes the Ogg/Opus of a recording when somebody first asks for it, and keeps it beside the WAV: most recordings are
/// never heard. One at a time, so that listening never takes the cores from calls.
/// </summary>
public sealed class OggMaker(IRecordingStore store, Transactions transactions) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Size of the Ogg, made now if need be; null when the recording is being deleted.</summary>
    public async Task<long?> LengthAsync(Guid recordingId, CancellationToken cancellation)
    {
        if (await store.LengthAsync(RecordingFile.Ogg(recordingId), cancellation) is { } made)
        {
            return made;
        }

        await _one.WaitAsync(cancellation);
        try
        {
            // No deletion is decided meanwhile: it would leave behind what is made here.
            await using var work = await transactions.BeginAsync(cancellation);
            return await RecordingCopyStore.KeepAsync(work.Transaction, recordingId, cancellation) == "stored"
                ? await store.LengthAsync(RecordingFile.Ogg(recordingId), cancellation)
                    ?? await MakeAsync(recordingId, cancellation)
                : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<long> MakeAsync(Guid recordingId, CancellationToken cancellation)
    {
        await using var wav = Temporary();
        await using (var stored = await store.OpenReadAsync(RecordingFile.Wav(recordingId), cancellation))
        {
            await stored.CopyToAsync(wav, cancellation);
        }

        await using var ogg = Temporary();
        var serial = BinaryPrimitives.ReadUInt32BigEndian(recordingId.ToByteArray().AsSpan(12));
        await OggOpus.EncodeAsync(wav, ogg, serial, cancellation);
        ogg.Position = 0;
        var length = ogg.Length;
        await store.WriteAsync(RecordingFile.Ogg(recordingId), ogg, cancellation);
        return length;
    }

    private static FileStream Temporary() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
        FileShare.None, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}

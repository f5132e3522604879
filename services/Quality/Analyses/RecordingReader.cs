using System.Security.Cryptography;
using CallCenter.Hosting;
using CallCenter.Quality.Measuring;

namespace CallCenter.Quality.Analyses;

/// <summary>Reads a recording once: measures it and checks that it is the file that was announced.</summary>
public sealed class RecordingReader(IRecordingStore recordings)
{
    /// <summary>The measures; throws <see cref="AnalysisException"/> where there can be none.</summary>
    public async Task<TalkMeasures> MeasureAsync(
        Analysis analysis, IReadOnlyList<Interval> excluding, TimeSpan longest, CancellationToken cancellation)
    {
        try
        {
            await using var file = await recordings.OpenReadAsync(
                RecordingFile.Wav(analysis.RecordingId), cancellation);
            return await MeasureAsync(file, analysis.Sha256, excluding, longest, cancellation);
        }
        catch (FileNotFoundException e)
        {
            throw new AnalysisException("the recording is missing", Fault.Away, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnalysisException("the recordings are out of reach", Fault.Away, e);
        }
    }

    private static async Task<TalkMeasures> MeasureAsync(
        Stream file, string sha256, IReadOnlyList<Interval> excluding, TimeSpan longest, CancellationToken cancellation)
    {
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read, leaveOpen: true);
        WavFormatException? bad = null;
        TalkMeasures? measures = null;
        try
        {
            measures = await Acoustics.MeasureAsync(hashed, longest, excluding, cancellation);
        }
        catch (WavFormatException e)
        {
            bad = e;
        }

        // What follows the samples is part of the file too.
        await hashed.CopyToAsync(Stream.Null, cancellation);
        if (!string.Equals(Convert.ToHexStringLower(hash.Hash!), sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new AnalysisException("the recording is not the file that was announced", Fault.Wrong, bad);
        }

        return measures ?? throw new AnalysisException($"the recording is {bad!.Message}", Fault.ForGood, bad);
    }
}

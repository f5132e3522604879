using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Telephony.Flows;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Speech;

/// <summary>
/// Makes sounds of texts by a command that is a setting: the text goes to its input, a WAV comes from its output. What
/// was spoken is kept for a day beside the prompts; the same text is not made twice.
/// </summary>
public sealed class SpeechEngine(TelephonyOptions options, TimeProvider clock, ILogger<SpeechEngine> logger)
{
    private const int LargestWav = 8 * 1024 * 1024;
    private static readonly TimeSpan _kept = TimeSpan.FromDays(1);

    /// <summary>The name of the sound, ready to be played; null when it could not be made.</summary>
    /// <param name="folder">The node's folder of sounds; null when it has none.</param>
    /// <param name="text">At most a few sentences.</param>
    /// <param name="language">RFC 5646 tag.</param>
    /// <param name="cancellation">Stops the command.</param>
    public async Task<string?> SpeakAsync(
        string? folder, string text, string language, CancellationToken cancellation)
    {
        if (folder is null || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(options.SpeechCommand + "\n" + text));
        var sound = $"{SoundFolders.Prefix}said-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
        var path = SoundFolders.PathOf(folder, language, sound);
        try
        {
            if (!File.Exists(path))
            {
                await MakeAsync(path, text, language, cancellation);
            }

            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
            return sound;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is Win32Exception or IOException or UnauthorizedAccessException or OperationCanceledException
                or InvalidDataException)
        {
            logger.NotSpoken(language, fault);
            return null;
        }
    }

    private async Task MakeAsync(string path, string text, string language, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.SpeechTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var wav = await RunAsync(text, language, either.Token);
        var sound = TelephoneSound.FromWav(wav)
            ?? throw new InvalidDataException("The speech command wrote no WAV of 16 bits and one channel.");
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        DeleteOld(directory);
        // Written aside first: another call may look for the same sound.
        var part = $"{path}.{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        await File.WriteAllBytesAsync(part, sound, either.Token);
        File.Move(part, path, overwrite: true);
    }

    private async Task<byte[]> RunAsync(string text, string language, CancellationToken cancellation)
    {
        var command = options.SpeechCommand.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Replace("{language}", language, StringComparison.Ordinal)).ToArray();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var process = Process.Start(start)!;
        try
        {
            await TellAsync(process.StandardInput, text, cancellation);
            using var wav = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                wav.Write(buffer, 0, wav.Length + read <= LargestWav ? read : throw new IOException("too much speech"));
            }

            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? wav.ToArray()
                : throw new IOException($"{command[0]} ended with exit code {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task TellAsync(StreamWriter input, string text, CancellationToken cancellation)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellation);
            input.Close();
        }
        catch (IOException)
        {
            // It has closed its input before: what it writes and how it ends says whether that was well.
        }
    }

    private void DeleteOld(string directory)
    {
        var before = (clock.GetUtcNow() - _kept).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(directory, "said-*")
                     .Where(file => File.GetLastWriteTimeUtc(file) < before))
        {
            File.Delete(file);
        }
    }
}

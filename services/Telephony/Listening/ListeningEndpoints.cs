using System.Globalization;
using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Voicemails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Listening;

/// <summary>How loud a recording is over its time.</summary>
public sealed record PeaksView
{
    /// <summary>What all steps together last.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The caller: the largest level of each step, 0 to 255.</summary>
    public required IReadOnlyList<int> Caller { get; init; }

    /// <summary>The agent, in the same steps.</summary>
    public required IReadOnlyList<int> Agent { get; init; }
}

/// <summary>Listening to recordings, by HTTP.</summary>
public static class ListeningEndpoints
{
    public static void MapListeningEndpoints(this IEndpointRouteBuilder app)
    {
        var recording = app.MapGroup("/recordings/{id:guid}").WithTags("Recordings");
        recording.MapGet("/audio", AudioAsync)
            .WithSummary("The audio, whole or by Range, as WAV or Ogg/Opus (format or Accept). Each request is written "
                + "down.")
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Agent);
        recording.MapGet("/peaks", PeaksAsync)
            .WithSummary("How loud each side is over time, in at most 1000 steps.")
            .RequireRoles(Roles.Supervisor, Roles.Analyst);
        recording.MapGet("/hearings", HearingsAsync)
            .WithSummary("Who was given what audio and when: the last 1000, the newest first.")
            .RequireRoles(Roles.Supervisor);
    }

    private static async Task<IResult> AudioAsync(
        Guid id, string? format, HttpRequest request, ClaimsPrincipal user, NpgsqlDataSource database,
        IRecordingStore store, OggMaker ogg, TimeProvider clock, CancellationToken cancellation)
    {
        format ??= PrefersOgg(request) ? "ogg" : "wav";
        if (format is not ("wav" or "ogg"))
        {
            return Problems.Invalid("format", "must be wav or ogg");
        }

        RecordingCopy? recording;
        bool isTheirs;
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            recording = await RecordingCopyStore.FindAsync(connection, id, cancellation);
            isTheirs = user.Has(Roles.Supervisor) || user.Has(Roles.Analyst)
                || (recording is not null && user.AgentId() is { } agentId
                    && await IsOfAsync(connection, recording, agentId, cancellation));
        }

        if (!isTheirs)
        {
            // The same for one that is not there: an agent learns nothing of other calls.
            return Problems.Forbidden("an agent hears no recording but their own, and the voicemail of their queues");
        }

        if (recording is null)
        {
            return Problems.NotFound("recording", id);
        }

        if (recording.State != "stored")
        {
            return Problems.Conflict(
                $"the recording has no audio: it is {RecordingRules.StateOf(recording.State, recording.Held)}");
        }

        return await GiveAsync(
            recording, new RecordingFile(id, format), request, user, database, store, ogg, clock, cancellation);
    }

    private static async Task<bool> IsOfAsync(
        NpgsqlConnection connection, RecordingCopy recording, Guid agentId, CancellationToken cancellation) =>
        recording.AgentId == agentId
        || (recording.Kind == "voicemail"
            && await VoicemailStore.ServesAsync(connection, agentId, recording.QueueId, cancellation));

    private static async Task<IResult> GiveAsync(
        RecordingCopy recording, RecordingFile file, HttpRequest request, ClaimsPrincipal user,
        NpgsqlDataSource database, IRecordingStore store, OggMaker ogg, TimeProvider clock,
        CancellationToken cancellation)
    {
        try
        {
            var size = file.Format == "ogg"
                ? await ogg.LengthAsync(file.RecordingId, cancellation)
                : await store.LengthAsync(file, cancellation);
            if (size is not > 0)
            {
                return Problems.NotFound("audio of recording", file.RecordingId);
            }

            var tag = $"\"{recording.Sha256}-{file.Format}\"";
            var wanted = request.Headers.IfRange is { Count: > 0 } known && known != tag
                ? null
                : request.Headers.Range.ToString();
            if (RangeRules.Read(wanted, size.Value) is not { } part)
            {
                request.HttpContext.Response.Headers.ContentRange = string.Create(
                    CultureInfo.InvariantCulture, $"bytes */{size}");
                return TypedResults.Problem(
                    $"The range begins behind the {size} bytes of the audio.",
                    statusCode: StatusCodes.Status416RangeNotSatisfiable);
            }

            var audio = await store.OpenReadAsync(file, part.From, part.Length, cancellation);
            var hearing = Hearing.Of(user.Identity?.Name ?? "", file.Format, part, clock.GetUtcNow());
            await WriteDownAsync(database, file.RecordingId, hearing, audio, cancellation);
            return new AudioResult(audio, part, size.Value, file.Format == "ogg" ? "audio/ogg" : "audio/wav", tag);
        }
        catch (FileNotFoundException)
        {
            return Problems.NotFound("audio of recording", file.RecordingId);
        }
    }

    /// <summary>Before the first byte: what cannot be written down is not given.</summary>
    private static async Task WriteDownAsync(
        NpgsqlDataSource database, Guid recordingId, Hearing hearing, Stream audio, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await HearingStore.AddAsync(connection, recordingId, hearing, cancellation);
        }
        catch
        {
            await audio.DisposeAsync();
            throw;
        }
    }

    private static bool PrefersOgg(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => accepted.MediaType.Value)
        .FirstOrDefault(type => type is "audio/ogg" or "audio/wav") == "audio/ogg";

    private static async Task<IResult> PeaksAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await RecordingCopyStore.FindAsync(connection, id, cancellation) is not { } recording)
        {
            return Problems.NotFound("recording", id);
        }

        if (await RecordingCopyStore.PeaksAsync(connection, id, cancellation) is not { } peaks)
        {
            return Problems.Conflict(
                $"levels are not known: it is {RecordingRules.StateOf(recording.State, recording.Held)}");
        }

        return TypedResults.Ok(new PeaksView
        {
            DurationMs = recording.DurationMs ?? 0,
            Caller = [.. peaks[..(peaks.Length / 2)]],
            Agent = [.. peaks[(peaks.Length / 2)..]],
        });
    }

    private static async Task<IResult> HearingsAsync(
        Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await RecordingCopyStore.FindAsync(connection, id, cancellation) is null
            ? Problems.NotFound("recording", id)
            : TypedResults.Ok(await HearingStore.OfAsync(connection, id, cancellation));
    }
}

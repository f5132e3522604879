using System.Net;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Checking;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Tests.Retention;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Checking;

/// <summary>Recordings without files and files without recordings.</summary>
[Collection(Archive.Name)]
public sealed class CheckTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-03-05T01:59:59Z", 4)]
    [InlineData("2026-03-05T02:00:00Z", 5)]
    [InlineData("2026-03-05T23:59:59Z", 5)]
    public void A_night_begins_at_its_hour(string now, int day) => Assert.Equal(
        new DateOnly(2026, 3, day),
        CheckRules.NightOf(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), 2));

    [Fact]
    public async Task What_is_missing_and_what_is_orphaned_is_found_once_a_night_and_said()
    {
        await using var archive = await Archive.OpenAsync(servers);
        await archive.AddAsync();
        var missing = await archive.AddAsync();
        await archive.Store.DeleteAsync(RecordingFile.Wav(missing), Cancellation);
        await archive.AddAsync(state: "failed");
        var deleted = await archive.AddAsync(days: 1_000);
        await archive.Worker.SweepAsync(Cancellation);
        var back = await LayAsync(archive, RecordingFile.Wav(deleted).Name, old: true);
        var stranger = await LayAsync(archive, "notes.txt", old: true);
        var unknown = await LayAsync(archive, RecordingFile.Ogg(Guid.CreateVersion7()).Name, old: true);
        await LayAsync(archive, RecordingFile.Wav(Guid.CreateVersion7()).Name, old: false);

        var check = await NewWorker(archive).CheckAsync(Cancellation);

        Assert.NotNull(check);
        Assert.Equal((2, 5), (check.Recordings, check.Files));
        Assert.Equal([missing], check.MissingIds);
        Assert.Equal(((string[])[back, stranger, unknown]).Order(), check.OrphanedNames.Order());
        Assert.Null(await NewWorker(archive).CheckAsync(Cancellation));
        var said = await archive.SendAsync(
            Roles.Administrator, HttpMethod.Get, "/recording-checks", HttpStatusCode.OK);
        Assert.Equal(3, said[0].GetProperty("orphaned").GetInt64());
        Assert.Equal(missing, said[0].GetProperty("missingIds")[0].GetGuid());
        await archive.SendAsync(Roles.Agent, HttpMethod.Get, "/recording-checks", HttpStatusCode.Forbidden);
    }

    private static CheckWorker NewWorker(Archive archive) => new(
        new TelephonyOptions(), archive.Database, archive.Store, TimeProvider.System,
        NullLogger<CheckWorker>.Instance);

    private static async Task<string> LayAsync(Archive archive, string name, bool old)
    {
        var path = Path.Combine(archive.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "x", Cancellation);
        if (old)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        }

        return name;
    }
}

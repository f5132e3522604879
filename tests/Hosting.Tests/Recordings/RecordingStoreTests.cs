using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Hosting.Tests.Recordings;

/// <summary>What every store of recordings does, wherever they lie.</summary>
[Collection(ObjectStore.Name)]
public sealed class RecordingStoreTests(Servers servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("callcenter-recordings-").FullName;
    private S3Recordings _s3 = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var objects = await servers.ObjectStoreAsync();
        _s3 = new S3Recordings(await objects.BucketAsync(Cancel));
    }

    public ValueTask DisposeAsync()
    {
        _s3.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_written_is_read_whole_and_in_part_measured_and_deleted(bool s3)
    {
        var store = Store(s3);
        var wav = RecordingFile.Wav(Guid.CreateVersion7());
        var ogg = RecordingFile.Ogg(wav.RecordingId);
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)i).ToArray();
        await store.WriteAsync(wav, new MemoryStream([9]), Cancel);
        await store.WriteAsync(wav, new MemoryStream(content), Cancel);
        await store.WriteAsync(ogg, new MemoryStream([1, 2, 3]), Cancel);

        Assert.Equal(content, await ReadAsync(await store.OpenReadAsync(wav, Cancel)));
        Assert.Equal(content[150_000..150_100], await ReadAsync(await store.OpenReadAsync(wav, 150_000, 100, Cancel)));
        Assert.Equal(200_000, await store.LengthAsync(wav, Cancel));
        await store.DeleteAsync(wav, Cancel);
        await store.DeleteAsync(wav, Cancel);
        Assert.Null(await store.LengthAsync(wav, Cancel));
        Assert.Equal(3, await store.LengthAsync(ogg, Cancel));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.OpenReadAsync(wav, Cancel));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.OpenReadAsync(wav, 0, 1, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_listed_however_much_it_is(bool s3)
    {
        var store = Store(s3);
        Assert.Empty(await store.ListAsync(Cancel).ToListAsync(Cancel));
        var files = Enumerable.Range(0, 10).Select(_ => RecordingFile.Wav(Guid.CreateVersion7()))
            .Append(RecordingFile.Ogg(Guid.CreateVersion7())).ToList();
        foreach (var file in files)
        {
            await store.WriteAsync(file, new MemoryStream([1]), Cancel);
        }

        var listed = await store.ListAsync(Cancel).ToListAsync(Cancel);

        Assert.Equal(files.Select(file => file.Name).Order(), listed.Select(file => file.Name).Order());
        Assert.Equal(files.ToHashSet(), listed.Select(file => file.File!.Value).ToHashSet());
        Assert.All(listed, file => Assert.True(file.WrittenAt > DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task A_folder_tells_how_much_room_is_left_and_lists_what_is_no_recording()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.txt"), "x", Cancel);
        var stranger = Assert.Single(await Store(s3: false).ListAsync(Cancel).ToListAsync(Cancel));
        Assert.Equal(("notes.txt", null), (stranger.Name, stranger.File));
        Assert.True(Store(s3: false).FreeBytes() > 0);
        Assert.Null(_s3.FreeBytes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab/0190a8d0ebf8700080000051bbb8c060.wav")]
    [InlineData("60/0190a8d0ebf8700080000051bbb8c060.mp3")]
    [InlineData("60/0190a8d0ebf8700080000051bbb8c060.wav.part")]
    [InlineData("../../../../../../../../../etc/passwd.w")]
    public void A_name_that_we_never_give_is_no_recording(string name) => Assert.Null(RecordingFile.Of(name));

    [Theory]
    [InlineData(null, null, null, null, 0)]
    [InlineData("b", null, "k", "s", 1)]
    [InlineData("b", "ftp://there", "k", "s", 1)]
    [InlineData("b", "https://there", null, "s", 1)]
    [InlineData("b", "https://there", "k", "s", 0)]
    public void A_bucket_needs_an_address_and_keys(
        string? bucket, string? endpoint, string? key, string? secret, int problems)
    {
        var options = new RecordingOptions
        {
            S3Bucket = bucket,
            S3Endpoint = endpoint is null ? null : new Uri(endpoint),
            S3AccessKey = key,
            S3SecretKey = secret,
        };
        Assert.Equal(problems, options.Validate(new(options)).Count());
    }

    private IRecordingStore Store(bool s3) => s3 ? _s3 : new FolderRecordings(_folder);

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all, Cancel);
            return all.ToArray();
        }
    }
}

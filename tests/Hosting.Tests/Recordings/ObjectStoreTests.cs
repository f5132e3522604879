using System.Security.Cryptography;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Hosting.Tests.Recordings;

/// <summary>Recordings in a bucket of a real object store, and what happens when that is away.</summary>
[Collection(ObjectStore.Name)]
public sealed class ObjectStoreTests(Servers servers)
{
    private static readonly RecordingFile _file = RecordingFile.Wav(Guid.CreateVersion7());

    // More than fits between the store and who reads it.
    private static readonly byte[] _long = RandomNumberGenerator.GetBytes(32 << 20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_may_only_read_reads_and_lists_and_changes_nothing()
    {
        var objects = await servers.ObjectStoreAsync();
        var options = await objects.BucketAsync(Cancel);
        using var writer = new S3Recordings(options);
        using var reader = new S3Recordings(objects.ReadOnly(options));
        await writer.WriteAsync(_file, new MemoryStream([1, 2, 3]), Cancel);

        Assert.Equal([1, 2, 3], await ReadAsync(await reader.OpenReadAsync(_file, Cancel)));
        Assert.Single(await reader.ListAsync(Cancel).ToListAsync(Cancel));
        await FailsAsync("AccessDenied", () => reader.WriteAsync(_file, new MemoryStream([4]), Cancel));
        await FailsAsync("AccessDenied", () => reader.DeleteAsync(_file, Cancel));
        Assert.Equal(3, await writer.LengthAsync(_file, Cancel));
    }

    [Fact]
    public async Task A_wrong_key_or_region_is_refused_with_the_reason_and_nothing_is_written()
    {
        var objects = await servers.ObjectStoreAsync();
        var options = await objects.BucketAsync(Cancel);
        using var right = new S3Recordings(options);
        options.S3SecretKey = "another-secret";
        using var wrong = new S3Recordings(options);
        options.S3AccessKey = "nobody";
        using var unknown = new S3Recordings(options);
        options.S3Region = "elsewhere";
        using var elsewhere = new S3Recordings(options);

        await FailsAsync("SignatureDoesNotMatch", () => wrong.WriteAsync(_file, new MemoryStream([1]), Cancel));
        await FailsAsync("SignatureDoesNotMatch", () => unknown.WriteAsync(_file, new MemoryStream([1]), Cancel));
        await FailsAsync("region", () => elsewhere.WriteAsync(_file, new MemoryStream([1]), Cancel));
        await FailsAsync("SignatureDoesNotMatch", () => wrong.OpenReadAsync(_file, Cancel));
        await FailsAsync("Forbidden", () => wrong.LengthAsync(_file, Cancel));
        await FailsAsync("SignatureDoesNotMatch", () => wrong.DeleteAsync(_file, Cancel));
        await FailsAsync("SignatureDoesNotMatch", async () => await wrong.ListAsync(Cancel).ToListAsync(Cancel));
        Assert.Empty(await right.ListAsync(Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_a_fault_of_the_place_and_no_missing_recording()
    {
        var options = await (await servers.ObjectStoreAsync()).BucketAsync(Cancel);
        options.S3Bucket = "not-there";
        using var store = new S3Recordings(options);

        await FailsAsync("NoSuchBucket", () => store.WriteAsync(_file, new MemoryStream([1]), Cancel));
        await FailsAsync("NoSuchBucket", () => store.OpenReadAsync(_file, Cancel));
        await FailsAsync("NoSuchBucket", () => store.OpenReadAsync(_file, 0, 1, Cancel));
        await FailsAsync("not-there", () => store.LengthAsync(_file, Cancel));
        await FailsAsync("NoSuchBucket", () => store.DeleteAsync(_file, Cancel));
        await FailsAsync("NoSuchBucket", async () => await store.ListAsync(Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_store_that_lost_its_disk_is_a_fault_of_the_place_and_has_everything_when_it_is_back()
    {
        var objects = await servers.ObjectStoreAsync();
        using var store = new S3Recordings(await objects.BucketAsync(Cancel));
        await store.WriteAsync(_file, new MemoryStream([1, 2, 3]), Cancel);
        objects.LoseDisk();
        try
        {
            // It says now that it is unavailable, now that the bucket is missing.
            await AllFailAsync("failed (", store);
        }
        finally
        {
            objects.FindDisk();
        }

        Assert.Equal([1, 2, 3], await ReadAsync(await store.OpenReadAsync(_file, Cancel)));
    }

    [Fact]
    public async Task A_store_that_dies_fails_who_reads_and_who_asks_loses_nothing_and_takes_later_what_it_could_not()
    {
        var objects = await servers.ObjectStoreAsync();
        using var store = new S3Recordings(await objects.BucketAsync(Cancel));
        var later = RecordingFile.Wav(Guid.CreateVersion7());
        using var content = new MemoryStream(new byte[100_000]);
        await store.WriteAsync(_file, new MemoryStream(_long), Cancel);
        await using var reading = await store.OpenReadAsync(_file, Cancel);
        await reading.ReadExactlyAsync(new byte[1000], Cancel);
        await objects.StopAsync();
        try
        {
            await Assert.ThrowsAnyAsync<IOException>(() => reading.CopyToAsync(Stream.Null, Cancel));
            await Task.WhenAll(
                AllFailAsync("refused", store),
                FailsAsync("refused", () => store.WriteAsync(later, content, Cancel)));
        }
        finally
        {
            await objects.StartAsync(Cancel);
        }

        Assert.Null(await store.LengthAsync(later, Cancel));
        await store.WriteAsync(later, content, Cancel);
        Assert.Equal(100_000, await store.LengthAsync(later, Cancel));
        Assert.Equal(_long, await ReadAsync(await store.OpenReadAsync(_file, Cancel)));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_a_fault_of_the_place_once_the_limit_has_passed()
    {
        var objects = await servers.ObjectStoreAsync();
        var options = await objects.BucketAsync(Cancel);
        using var patient = new S3Recordings(options);
        await patient.WriteAsync(_file, new MemoryStream(_long), Cancel);
        options.S3Timeout = TimeSpan.FromMilliseconds(500);
        using var store = new S3Recordings(options);
        await using var reading = await store.OpenReadAsync(_file, Cancel);
        await reading.ReadExactlyAsync(new byte[1000], Cancel);
        objects.Hang();
        try
        {
            await AllFailAsync("out of reach", store);
            await Assert.ThrowsAsync<IOException>(
                () => reading.CopyToAsync(Stream.Null, Cancel).WaitAsync(TimeSpan.FromSeconds(10), Cancel));
        }
        finally
        {
            objects.Wake();
        }
    }

    /// <summary>At once, since each tries for seconds.</summary>
    private static Task AllFailAsync(string reason, S3Recordings store) => Task.WhenAll(
        FailsAsync(reason, () => store.WriteAsync(RecordingFile.Ogg(_file.RecordingId), new MemoryStream([1]), Cancel)),
        FailsAsync(reason, () => store.OpenReadAsync(_file, Cancel)),
        FailsAsync(reason, () => store.LengthAsync(_file, Cancel)),
        FailsAsync(reason, () => store.DeleteAsync(_file, Cancel)),
        FailsAsync(reason, async () => await store.ListAsync(Cancel).ToListAsync(Cancel)));

    /// <summary>A plain one: that a file is missing is another.</summary>
    private static async Task FailsAsync(string reason, Func<Task> ask) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<IOException>(ask)).Message, StringComparison.Ordinal);

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

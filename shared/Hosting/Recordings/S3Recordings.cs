using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace CallCenter.Hosting;

/// <summary>
/// Recordings as objects in a bucket of a store that speaks S3. Only the oldest parts of the protocol are used (single
/// put, ranged get, head, delete, list), with path-style addresses, because not every store has more.
/// </summary>
public sealed class S3Recordings : IRecordingStore, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    public S3Recordings(RecordingOptions options)
    {
        _bucket = options.S3Bucket!;
        _client = new AmazonS3Client(
            new BasicAWSCredentials(options.S3AccessKey, options.S3SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.S3Endpoint!.ToString(),
                AuthenticationRegion = options.S3Region,
                ForcePathStyle = true,
                // Trailing checksums are of Amazon's own store.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                MaxErrorRetry = 2,
            });
    }

    public Task WriteAsync(RecordingFile file, Stream content, CancellationToken cancellation) => AskAsync(
        file,
        () => _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _bucket,
                Key = file.Name,
                InputStream = content,
                AutoCloseStream = false,
                ContentType = file.Format == "ogg" ? "audio/ogg" : "audio/wav",
                UseChunkEncoding = false,
            },
            cancellation));

    public Task<Stream> OpenReadAsync(RecordingFile file, CancellationToken cancellation) =>
        OpenAsync(file, range: null, cancellation);

    public Task<Stream> OpenReadAsync(
        RecordingFile file, long from, long length, CancellationToken cancellation) =>
        OpenAsync(file, new ByteRange(from, from + length - 1), cancellation);

    public async Task<long?> LengthAsync(RecordingFile file, CancellationToken cancellation)
    {
        try
        {
            var head = await AskAsync(
                file, () => _client.GetObjectMetadataAsync(_bucket, file.Name, cancellation));
            return head.ContentLength;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public Task DeleteAsync(RecordingFile file, CancellationToken cancellation) =>
        AskAsync(file, () => _client.DeleteObjectAsync(_bucket, file.Name, cancellation));

    public async IAsyncEnumerable<StoredFile> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = _bucket, ContinuationToken = next };
            var page = await AskAsync(file: null, () => _client.ListObjectsV2Async(request, cancellation));
            foreach (var one in page.S3Objects ?? [])
            {
                var written = one.LastModified ?? default;
                yield return new StoredFile(
                    one.Key, RecordingFile.Of(one.Key), new DateTimeOffset(written.ToUniversalTime()));
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    public long? FreeBytes() => null;

    public void Dispose() => _client.Dispose();

    private async Task<Stream> OpenAsync(RecordingFile file, ByteRange? range, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = _bucket, Key = file.Name, ByteRange = range };
        return (await AskAsync(file, () => _client.GetObjectAsync(request, cancellation))).ResponseStream;
    }

    /// <summary>What the store refuses or does not answer is a fault of the place, as it would be of a disk.</summary>
    private static async Task<T> AskAsync<T>(RecordingFile? file, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException missing) when (missing.StatusCode == HttpStatusCode.NotFound && file is not null)
        {
            throw new FileNotFoundException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There is no recording {file.Value.RecordingId} as {file.Value.Format}."),
                missing);
        }
        catch (Exception fault) when (fault is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw new IOException($"The object store failed: {fault.Message}", fault);
        }
    }
}

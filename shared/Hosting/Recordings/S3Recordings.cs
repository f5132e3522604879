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
    private readonly TimeSpan _patience;

    public S3Recordings(RecordingOptions options)
    {
        _bucket = options.S3Bucket!;
        _patience = options.S3Timeout;
        _client = new AmazonS3Client(
            new BasicAWSCredentials(options.S3AccessKey, options.S3SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.S3Endpoint!.ToString(),
                AuthenticationRegion = options.S3Region,
                ForcePathStyle = true,
                Timeout = options.S3Timeout,
                // Trailing checksums are of Amazon's own store.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                MaxErrorRetry = 2,
            });
    }

    public Task WriteAsync(RecordingFile file, Stream content, CancellationToken cancellation) => AskAsync(
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
            var head = await AskAsync(() => _client.GetObjectMetadataAsync(_bucket, file.Name, cancellation), file);
            return head.ContentLength;
        }
        catch (FileNotFoundException)
        {
            // An answer without a body does not say what is missing: it may be the bucket.
            await AskAsync(() => _client.HeadBucketAsync(new HeadBucketRequest { BucketName = _bucket }, cancellation));
            return null;
        }
    }

    public async Task DeleteAsync(RecordingFile file, CancellationToken cancellation)
    {
        try
        {
            await AskAsync(() => _client.DeleteObjectAsync(_bucket, file.Name, cancellation), file);
        }
        catch (FileNotFoundException)
        {
            // Most stores do not even say so.
        }
    }

    public async IAsyncEnumerable<StoredFile> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = _bucket, ContinuationToken = next };
            var page = await AskAsync(() => _client.ListObjectsV2Async(request, cancellation));
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
        var found = await AskAsync(() => _client.GetObjectAsync(request, cancellation), file);
        // The client's own limit ends with the headers.
        return new PartOfStream(found.ResponseStream, long.MaxValue, _patience);
    }

    /// <summary>What the store refuses or does not answer is a fault of the place, as it would be of a disk.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="sought">What may be missing; whoever writes has to be told that the bucket is.</param>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, RecordingFile? sought = null)
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException fault) when (sought is { } file && IsMissing(fault))
        {
            throw new FileNotFoundException($"There is no recording {file.RecordingId} as {file.Format}.", fault);
        }
        catch (AmazonServiceException fault)
        {
            throw new IOException($"The bucket {_bucket} failed ({fault.ErrorCode}): {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is AmazonClientException or HttpRequestException or TimeoutException)
        {
            throw new IOException($"The bucket {_bucket} is out of reach: {fault.Message}", fault);
        }
    }

    private static bool IsMissing(AmazonServiceException fault) =>
        fault is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" };
}

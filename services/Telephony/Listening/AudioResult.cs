using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CallCenter.Telephony.Listening;

/// <summary>Audio as an answer: the whole file or the part that was asked for.</summary>
internal sealed class AudioResult(Stream audio, FilePart part, long size, string contentType, string tag) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (audio)
        {
            var answer = httpContext.Response;
            answer.StatusCode = part.IsWhole ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
            answer.ContentType = contentType;
            answer.ContentLength = part.Length;
            answer.Headers.AcceptRanges = "bytes";
            answer.Headers.ETag = tag;
            // Every hearing is written down: no cache may give it again.
            answer.Headers.CacheControl = "private, no-store";
            if (!part.IsWhole)
            {
                answer.Headers.ContentRange = string.Create(
                    CultureInfo.InvariantCulture, $"bytes {part.From}-{part.To}/{size}");
            }

            await audio.CopyToAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace CallCenter.Routing.Tests;

/// <summary>Asks a service and reads what it answers.</summary>
internal static class Answers
{
    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body) =>
        client.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) =>
        client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> PutTextAsync(this HttpClient client, string path, string text) =>
        client.PutAsync(
            new Uri(path, UriKind.Relative), new StringContent(text, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> RemoveAsync(this HttpClient client, string path) =>
        client.DeleteAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>The body of an answer with that status.</summary>
    public static async Task<JsonElement> BodyAsync(
        this Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>A refusal: a problem document; returns its sentence, or the field and rule that it names.</summary>
    public static async Task<string> RefusalAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        var problem = await asked.BodyAsync(status);
        if (!problem.TryGetProperty("errors", out var errors))
        {
            return problem.GetProperty("detail").GetString()!;
        }

        var first = errors.EnumerateObject().First();
        return $"{first.Name}: {first.Value[0].GetString()}";
    }
}

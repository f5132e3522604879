using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Flows;

/// <summary>What flows ask of other systems, over real HTTP.</summary>
public sealed class WebQuestionsTests : IAsyncLifetime
{
    private WebApplication _other = null!;
    private int _asked;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _other = builder.Build();
        _other.Run(context =>
        {
            Interlocked.Increment(ref _asked);
            return _answer(context);
        });
        await _other.StartAsync(House.Cancellation);
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    [Fact]
    public async Task An_answer_gives_the_values_at_their_paths()
    {
        string? posted = null;
        _answer = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            posted = await reader.ReadToEndAsync();
            await context.Response.WriteAsync(
                """{"customer": {"tier": "gold", "age": 9}, "items": [{"open": true}]}""");
        };
        using var web = Web("127.0.0.1");
        var values = await AskAsync(
            web, "POST", ("tier", "customer.tier"), ("age", "customer.age"), ("open", "items.0.open"));
        Assert.Equal(("gold", "9", "true"), (values!["tier"], values["age"], values["open"]));
        Assert.Equal("""{"pin":"7351"}""", posted);
    }

    [Theory]
    [InlineData("""{"customer": {}}""", 200)]
    [InlineData("""{"customer": {"tier": {}}}""", 200)]
    [InlineData("""no json""", 200)]
    [InlineData("", 200)]
    [InlineData("""{"customer": {"tier": "gold"}}""", 500)]
    [InlineData("""{"customer": {"tier": "gold"}}""", 302)]
    public async Task An_answer_without_the_value_is_none(string body, int status)
    {
        _answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };
        using var web = Web("127.0.0.1");
        Assert.Null(await AskAsync(web, "GET", ("tier", "customer.tier")));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_is_not_asked()
    {
        using var web = Web("localhost");
        Assert.Null(await AskAsync(web, "GET"));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_or_too_late_is_none()
    {
        _answer = context => context.Response.WriteAsync(
            $"{{\"tier\": \"{new string('x', WebQuestions.LargestAnswer)}\"}}");
        using var web = Web("127.0.0.1");
        Assert.Null(await AskAsync(web, "GET", ("tier", "tier")));
        _answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        Assert.Null(await AskAsync(web, "GET", TimeSpan.FromMilliseconds(100), ("tier", "tier")));
    }

    [Fact]
    public async Task A_host_that_fails_is_left_alone_for_a_while()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        using var web = Web("127.0.0.1");
        for (var time = 0; time < 20; time++)
        {
            Assert.Null(await AskAsync(web, "GET"));
        }

        Assert.Equal(5, _asked);
    }

    private static WebQuestions Web(string host) => new(
        new TelephonyOptions { FlowHosts = [host] }, TimeProvider.System, NullLogger<WebQuestions>.Instance);

    private Task<IReadOnlyDictionary<string, string>?> AskAsync(
        WebQuestions web, string method, params (string Name, string Path)[] save) =>
        AskAsync(web, method, House.Soon, save);

    private Task<IReadOnlyDictionary<string, string>?> AskAsync(
        WebQuestions web, string method, TimeSpan limit, params (string Name, string Path)[] save) => web.AskAsync(
        new AskWeb
        {
            Visit = 1,
            Method = method,
            Url = _other.Urls.Single() + "/",
            Body = method == "POST" ? new Dictionary<string, string> { ["pin"] = "7351" } : null,
            Limit = limit,
            Save = save.ToDictionary(s => s.Name, s => s.Path),
        },
        House.Cancellation);
}

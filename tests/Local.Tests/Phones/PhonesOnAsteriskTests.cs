using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

/// <summary>The phones against a real Asterisk that no controller looks after: its callers hear music.</summary>
public sealed class PhonesOnAsteriskTests(Servers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private AsteriskServer _asterisk = null!;
    private HttpClient _ari = null!;

    public async ValueTask InitializeAsync()
    {
        _asterisk = await servers.AsteriskAsync();
        _ari = new HttpClient { BaseAddress = _asterisk.AriAddress };
        _ari.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{AsteriskServer.AriUser}:{_asterisk.Secrets.AriPassword}")));
    }

    public ValueTask DisposeAsync()
    {
        _ari.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task A_phone_registers_with_its_password_and_not_with_another(string algorithm)
    {
        var name = await AddAccountAsync($"register-{algorithm}", algorithm);
        await using var phone = TestPhone.Start(Agent(name, "secret"));
        await using var thief = TestPhone.Start(Agent(name, "guess"));

        Assert.Equal(401, (await thief.RegisterAsync()).Status);
        Assert.True((await phone.RegisterAsync()).Succeeded);
        await BecomesAsync(name, "online");
        Assert.True((await phone.RegisterAsync(TimeSpan.Zero)).Succeeded);
        await BecomesAsync(name, "offline");
    }

    [Fact]
    public async Task A_caller_hears_music_before_anybody_answers_and_may_give_up()
    {
        await using var caller = TestPhone.Start(Trunk());

        var call = caller.Call("+441632960100", from: "+441632960001");

        Assert.True(await call.HearsSoundAsync(Soon));
        Assert.False(call.Answered.IsCompleted);
        await call.HangUpAsync();
        Assert.Equal(487, (await call.Ended.WaitAsync(Soon, Token)).Status);
        Assert.Equal(0, call.Media.Counters.Lost);
    }

    [Fact]
    public async Task A_called_phone_rings_answers_hears_and_hangs_up()
    {
        var name = await AddAccountAsync("called", "MD5");
        await using var phone = TestPhone.Start(Agent(name, "secret"));
        phone.OnInvite = _ => InviteReply.Answer(TimeSpan.FromMilliseconds(100));
        Assert.True((await phone.RegisterAsync()).Succeeded);

        var created = await _ari.PostAsync(
            $"channels?endpoint=PJSIP/{name}&extension=%2B441632960100&context=from-trunk&timeout=10", null, Token);
        Assert.True(created.IsSuccessStatusCode);
        var call = await phone.NextCallAsync(Soon);

        Assert.True(await call.Answered.WaitAsync(Soon, Token));
        Assert.True(await call.HearsSoundAsync(Soon));
        await call.HangUpAsync();
        Assert.False((await call.Ended).ByThem);
    }

    [Fact]
    public async Task A_number_that_no_dialplan_knows_is_refused()
    {
        await using var caller = TestPhone.Start(Trunk());

        var ending = await caller.Call("letters").Ended.WaitAsync(Soon, Token);

        Assert.Equal((true, 404), (ending.ByThem, ending.Status));
    }

    private PhoneSettings Agent(string name, string password) => new()
    {
        Switch = new IPEndPoint(IPAddress.Loopback, _asterisk.SipPort), User = name, Password = password,
    };

    private PhoneSettings Trunk() => new()
    {
        Switch = new IPEndPoint(IPAddress.Loopback, _asterisk.SipPort), User = "trunk",
        Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
    };

    /// <summary>Asterisk answers the REGISTER first and changes the state of the endpoint a moment later.</summary>
    private Task BecomesAsync(string name, string state) => Wait.UntilAsync(async () => state ==
        (await _asterisk.GetAsync($"endpoints/PJSIP/{name}", Token)).GetProperty("state").GetString());

    private async Task<string> AddAccountAsync(string name, string algorithm)
    {
        await PutAsync($"auth/{name}", ("auth_type", "userpass"), ("username", name), ("password", "secret"),
            ("supported_algorithms_uas", algorithm));
        await PutAsync($"aor/{name}", ("max_contacts", "1"), ("remove_existing", "yes"));
        await PutAsync($"endpoint/{name}", ("context", "from-agent"), ("disallow", "all"), ("allow", "ulaw"),
            ("auth", name), ("aors", name), ("direct_media", "no"), ("media_address", "127.0.0.1"),
            ("bind_rtp_to_media_address", "yes"));
        return name;
    }

    private async Task PutAsync(string what, params (string Attribute, string Value)[] fields)
    {
        var body = new { fields = fields.Select(field => new { attribute = field.Attribute, value = field.Value }) };
        using var response = await _ari.PutAsJsonAsync($"asterisk/config/dynamic/res_pjsip/{what}", body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

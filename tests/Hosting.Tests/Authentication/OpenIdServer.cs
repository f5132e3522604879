using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Hosting.Tests.Authentication;

/// <summary>The two documents of an OpenID Connect provider that a service reads, and a signer of its tokens.</summary>
internal sealed class OpenIdServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("callcenter-oidc-").FullName;
    private readonly WebApplication _app;
    private LocalTokens? _tokens;

    private OpenIdServer()
    {
        var web = WebApplication.CreateSlimBuilder();
        web.Logging.ClearProviders();
        web.WebHost.UseUrls("http://127.0.0.1:0");
        _app = web.Build();
        _app.MapGet("/.well-known/openid-configuration", () => new { issuer = Address, jwks_uri = Address + "/keys" });
        _app.MapGet("/keys", () => Results.File(LocalTokens.KeyFile(_folder), "application/json"));
    }

    public string Address =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<OpenIdServer> StartAsync()
    {
        var provider = new OpenIdServer();
        await provider._app.StartAsync();
        provider._tokens = LocalTokens.Open(provider._folder, provider.Address);
        return provider;
    }

    public string Sign(string[] roles) => _tokens!.Sign("someone", roles, TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _tokens?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Hosting;

/// <summary>Bearer tokens: every endpoint needs one unless it says otherwise.</summary>
internal static class TokenSetup
{
    /// <summary>Asymmetric ones only: whoever can check a token must not be able to make one.</summary>
    private static readonly string[] _algorithms =
        [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    public static void AddTokens(this IServiceCollection services, AuthOptions auth)
    {
        // The parts of AddAuthentication without data protection, which would write keys to the home folder.
        services.AddAuthenticationCore(o => o.DefaultScheme = BearerTokens.Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<BearerTokenOptions, BearerTokens>(BearerTokens.Scheme, o => o.Validation = Validation(auth));
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static TokenValidationParameters Validation(AuthOptions auth)
    {
        var validation = new TokenValidationParameters
        {
            ValidAudience = auth.Audience,
            ValidIssuer = auth.Issuer,
            ValidAlgorithms = _algorithms,
            ClockSkew = auth.ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            NameClaimType = "sub",
            RoleClaimType = "roles",
        };
        if (auth.Authority is null)
        {
            validation.IssuerSigningKeys = JsonWebKeys.Read(auth.KeyFile!);
            return validation;
        }

        // It fetches the provider's keys when first needed and again when a token is signed by a key it does not know.
        validation.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            auth.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !auth.Authority.IsLoopback });
        return validation;
    }
}

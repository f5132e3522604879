using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Hosting;

/// <summary>What makes a token good.</summary>
internal sealed class BearerTokenOptions : AuthenticationSchemeOptions
{
    public TokenValidationParameters Validation { get; set; } = new();
}

/// <summary>
/// Reads <c>Authorization: Bearer …</c> and lets Microsoft's token library judge it; claims keep their names.
/// A refusal says what is wrong with the token.
/// </summary>
internal sealed class BearerTokens(IOptionsMonitor<BearerTokenOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<BearerTokenOptions>(options, logs, encoder)
{
    public new const string Scheme = "Bearer";

    /// <summary>Longer ones are not read at all.</summary>
    private const int MaxLength = 16 * 1024;

    private static readonly JsonWebTokenHandler _reader =
        new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var result = await _reader.ValidateTokenAsync(header["Bearer ".Length..].Trim(), Options.Validation);
        return result.IsValid
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(result.ClaimsIdentity), Scheme))
            : AuthenticateResult.Fail(result.Exception);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = failure is null ? Scheme : "Bearer error=\"invalid_token\"";
        if (failure is not null)
        {
            Context.Items[RefusalSetup.Reason] = Explain(failure);
        }
    }

    private string Explain(Exception failure) => failure switch
    {
        SecurityTokenExpiredException e => $"The token expired at {e.Expires:yyyy-MM-ddTHH:mm:ssZ}.",
        SecurityTokenNotYetValidException e => $"The token is not valid before {e.NotBefore:yyyy-MM-ddTHH:mm:ssZ}.",
        SecurityTokenInvalidAudienceException =>
            $"The token is not for the audience {Options.Validation.ValidAudience}.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not the one trusted here.",
        SecurityTokenNoExpirationException => "The token has no expiry.",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException
            or SecurityTokenInvalidAlgorithmException => "The token's signature is not of a key trusted here.",
        SecurityTokenMalformedException or SecurityTokenException or ArgumentException => "The token cannot be read.",
        _ => "The token cannot be checked now.",
    };
}

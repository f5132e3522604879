using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Telephony.Phones;

/// <summary>
/// The page that is an agent's phone in a browser. It holds no secret, so it needs no token; all that it asks of this
/// service does.
/// </summary>
public static class PhonePage
{
    private const string Prefix = "web/";
    private static readonly Dictionary<string, byte[]> _files = Read(typeof(PhonePage).Assembly);

    public static void MapPhonePage(this IEndpointRouteBuilder app)
    {
        var policy = Policy(app.ServiceProvider.GetRequiredService<TelephonyOptions>());
        app.MapGet("/phone", () => TypedResults.Redirect("phone/index.html"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/phone/{file}", (string file, HttpContext http) => File(file, http, policy))
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Its own scripts and styles, this service, Routing and the switches: nothing else.</summary>
    internal static string Policy(TelephonyOptions options)
    {
        var switches = options.Nodes.Select(node => node.WebSocketUri)
            .Append(options.RoutingUri).OfType<string>()
            .Select(uri => new Uri(uri).GetLeftPart(UriPartial.Authority)).Distinct();
        return "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; connect-src " + string.Join(' ', ["'self'", .. switches]);
    }

    private static IResult File(string file, HttpContext http, string policy)
    {
        if (!_files.TryGetValue(file, out var content))
        {
            return TypedResults.NotFound();
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Bytes(content, Path.GetExtension(file) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => MediaTypeNames.Application.Octet,
        });
    }

    private static Dictionary<string, byte[]> Read(Assembly assembly)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var names = assembly.GetManifestResourceNames();
        foreach (var name in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var from = assembly.GetManifestResourceStream(name)!;
            var content = new byte[from.Length];
            from.ReadExactly(content);
            files[name[Prefix.Length..]] = content;
        }

        return files;
    }
}

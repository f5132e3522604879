using System.Security.Claims;
using Microsoft.AspNetCore.Builder;

namespace CallCenter.Hosting;

/// <summary>Values of the claim <c>roles</c>.</summary>
public static class Roles
{
    public const string Agent = "agent";
    public const string Supervisor = "supervisor";
    public const string Analyst = "analyst";
    public const string DepartmentHead = "department-head";
    public const string Executive = "executive";
    public const string Administrator = "administrator";
    public const string Subscriber = "subscriber";

    /// <summary>Only tokens with one of these roles reach the endpoint; others get a 403 problem document.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy => policy.RequireClaim("roles", roles));

    /// <summary>The agent that the token is tied to (claim <c>agent_id</c>), if any.</summary>
    public static Guid? AgentId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue("agent_id"), out var id) ? id : null;

    public static bool Has(this ClaimsPrincipal user, string role) => user.HasClaim("roles", role);
}

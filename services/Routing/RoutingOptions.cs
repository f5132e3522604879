namespace CallCenter.Routing;

/// <summary>Settings of the service: section <c>Routing</c>.</summary>
public sealed class RoutingOptions
{
}

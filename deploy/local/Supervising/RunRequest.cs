using CallCenter.Local.Installations;
using CallCenter.Local.Ports;

namespace CallCenter.Local.Supervising;

/// <summary>What a person asked <c>up</c> for.</summary>
public sealed record RunRequest(Home Home, PortTable Ports, string Infra, string Suite);

using Xunit;

namespace CallCenter.Quality.Tests;

/// <summary>Tests that start the service on its port: one after the other.</summary>
[CollectionDefinition(nameof(OverHttp))]
public sealed class OverHttp;

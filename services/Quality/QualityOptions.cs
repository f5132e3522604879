namespace CallCenter.Quality;

/// <summary>Settings of the service: section <c>Quality</c>.</summary>
public sealed class QualityOptions
{
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Npgsql;

namespace CallCenter.Telephony.Flows;

/// <summary>Opens the documents of calls. A version never changes, so one that was read is kept.</summary>
public sealed class FlowLibrary
{
    /// <summary>More than an installation has; beyond it the memory is emptied.</summary>
    private const int MostKept = 1_000;

    private readonly ConcurrentDictionary<(string Name, int Version), FlowDocument> _read = new();

    /// <summary>
    /// The active version of a flow with all that it calls; null when the flow has none. A called flow without active
    /// version is left out: the node that calls it meets a fault.
    /// </summary>
    public async Task<FlowBook?> OpenAsync(NpgsqlConnection connection, string flow, CancellationToken cancellation)
    {
        var versions = ImmutableDictionary<string, int>.Empty;
        List<string> wanted = [flow];
        while (wanted.Count > 0)
        {
            var active = await FlowStore.ActiveAsync(connection, wanted, cancellation);
            versions = versions.AddRange(active);
            wanted = [];
            foreach (var (name, version) in active)
            {
                wanted.AddRange(FlowRules.Calls(await ReadAsync(connection, name, version, cancellation)));
            }

            wanted = [.. wanted.Distinct().Where(name => !versions.ContainsKey(name))];
        }

        return versions.ContainsKey(flow) ? await OpenAsync(connection, flow, versions, cancellation) : null;
    }

    /// <summary>The versions that a call has kept.</summary>
    public async Task<FlowBook> OpenAsync(
        NpgsqlConnection connection, string flow, ImmutableDictionary<string, int> versions,
        CancellationToken cancellation)
    {
        var documents = new Dictionary<string, FlowDocument>();
        foreach (var (name, version) in versions)
        {
            documents[name] = await ReadAsync(connection, name, version, cancellation);
        }

        var calendars = documents.Values.SelectMany(document => document.Nodes.Values)
            .Select(node => node.Calendar).OfType<string>().Distinct().ToList();
        return new FlowBook
        {
            Main = flow,
            Documents = documents,
            Versions = versions,
            Calendars = await CalendarStore.FindAsync(connection, calendars, cancellation),
        };
    }

    private async Task<FlowDocument> ReadAsync(
        NpgsqlConnection connection, string name, int version, CancellationToken cancellation)
    {
        if (_read.TryGetValue((name, version), out var known))
        {
            return known;
        }

        if (_read.Count >= MostKept)
        {
            _read.Clear();
        }

        var document = await FlowStore.FindAsync(connection, name, version, cancellation)
            ?? throw new InvalidDataException($"Version {version} of flow {name} is not stored.");
        return _read.GetOrAdd((name, version), document);
    }
}

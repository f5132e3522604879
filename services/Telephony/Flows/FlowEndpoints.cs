using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Flows;

/// <summary>Which version calls begin with.</summary>
public sealed record ActivationRequest
{
    public int Version { get; init; }
}

/// <summary>A flow with its versions, the newest first.</summary>
public sealed record FlowView(string Name, int? ActiveVersion, IReadOnlyList<FlowVersion> Versions);

/// <summary>Flows, by HTTP.</summary>
public static class FlowEndpoints
{
    public static void MapFlowEndpoints(this IEndpointRouteBuilder app)
    {
        var flows = app.MapGroup("/flows").WithTags("Flows");
        flows.MapGet("/schema", () => TypedResults.Text(FlowSchema.Text, "application/schema+json"))
            .WithSummary("The JSON Schema of a flow.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
        flows.MapPut("/{name}", PutAsync)
            .WithSummary("Stores a flow as its next version, unless the newest has the same content. Not yet active.")
            .RequireRoles(Roles.Administrator);
        flows.MapPut("/{name}/active", ActivateAsync)
            .WithSummary("Calls that arrive from now on begin with this version; an older one rolls back.")
            .RequireRoles(Roles.Administrator);
        flows.MapGet("/", ListAsync)
            .WithSummary("All flows by name.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
        flows.MapGet("/{name}", GetAsync)
            .WithSummary("A flow with its versions.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
        flows.MapGet("/{name}/versions/{version:int}", GetVersionAsync)
            .WithSummary("The document of a version.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
    }

    private static async Task<IResult> PutAsync(
        string name, JsonElement body, Transactions transactions, FlowLibrary library, SoundFolders sounds,
        TelephonyOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var (document, problems) = FlowReading.Read(body);
        problems = document is null ? problems : FlowRules.Problems(document);
        if (!FlowNames.IsName(name))
        {
            problems = [.. problems, new FlowProblem("name", FlowNames.NameRule)];
        }

        if (problems.Count > 0)
        {
            return Refused(problems);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        problems = await UnmetAsync(
            work.Transaction.Connection!, name, document!, library, sounds, options, cancellation);
        if (problems.Count > 0)
        {
            return Refused(problems);
        }

        var flow = await FlowStore.LockAsync(work.Transaction, name, cancellation);
        var version = await FlowStore.AddAsync(work.Transaction, flow, document!, clock.GetUtcNow(), cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(version);
    }

    private static async Task<IResult> ActivateAsync(
        string name, ActivationRequest request, Transactions transactions, FlowLibrary library, SoundFolders sounds,
        TelephonyOptions options, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var connection = work.Transaction.Connection!;
        if (await FlowStore.FindAsync(connection, name, request.Version, cancellation) is not { } document)
        {
            return NotFound($"There is no version {request.Version} of a flow {name}.");
        }

        // What it relies on may have gone since it was stored.
        var problems = await UnmetAsync(connection, name, document, library, sounds, options, cancellation);
        if (problems.Count > 0)
        {
            return Refused(problems);
        }

        await FlowStore.ActivateAsync(work.Transaction, name, request.Version, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(request);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await FlowStore.ListAsync(connection, cancellation));
    }

    private static async Task<IResult> GetAsync(
        string name, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var versions = await FlowStore.VersionsAsync(connection, name, cancellation);
        var active = await FlowStore.ActiveAsync(connection, [name], cancellation);
        return versions.Count == 0
            ? NotFound($"There is no flow {name}.")
            : TypedResults.Ok(new FlowView(name, active.TryGetValue(name, out var version) ? version : null, versions));
    }

    private static async Task<IResult> GetVersionAsync(
        string name, int version, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await FlowStore.FindAsync(connection, name, version, cancellation) is { } document
            ? TypedResults.Ok(document)
            : NotFound($"There is no version {version} of a flow {name}.");
    }

    private static async Task<IReadOnlyList<FlowProblem>> UnmetAsync(
        NpgsqlConnection connection, string name, FlowDocument document, FlowLibrary library, SoundFolders sounds,
        TelephonyOptions options, CancellationToken cancellation)
    {
        var flows = new Dictionary<string, FlowDocument>();
        foreach (var called in FlowRules.Calls(document))
        {
            if (await library.OpenAsync(connection, called, cancellation) is { } book)
            {
                foreach (var (other, known) in book.Documents)
                {
                    flows[other] = known;
                }
            }
        }

        var around = new FlowSurroundings
        {
            Flows = flows,
            Calendars = (await CalendarStore.ListAsync(connection, cancellation)).Select(c => c.Name).ToHashSet(),
            MissingSounds = sounds.Missing(FlowRules.Sounds(document).Select(s => s.Sound), document.Languages),
            DialAllowed = options.DialAllowed,
            BeepMissingIn = sounds.Missing([options.BeepSound], document.Languages)
                .GetValueOrDefault(options.BeepSound),
        };
        return [.. FlowRules.Unmet(name, document, around)];
    }

    private static ValidationProblem Refused(IEnumerable<FlowProblem> problems) => TypedResults.ValidationProblem(
        problems.GroupBy(problem => problem.Place)
            .ToDictionary(place => place.Key, place => place.Select(problem => problem.Rule).ToArray()));

    private static ProblemHttpResult NotFound(string sentence) =>
        TypedResults.Problem(sentence, statusCode: StatusCodes.Status404NotFound);
}

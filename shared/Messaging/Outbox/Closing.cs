using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Outbox;

/// <summary>
/// The last round trip of a unit of work: what is left to store, the commit, and the claim behind it.
/// </summary>
internal sealed partial class Closing
{
    /// <summary>A null without its type would make another statement of it, which is parsed and planned anew.</summary>
    private static readonly FrozenDictionary<Type, NpgsqlDbType> NullTypes = new Dictionary<Type, NpgsqlDbType>
    {
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(Guid?)] = NpgsqlDbType.Uuid,
        [typeof(int?)] = NpgsqlDbType.Integer,
        [typeof(long?)] = NpgsqlDbType.Bigint,
        [typeof(bool?)] = NpgsqlDbType.Boolean,
        [typeof(double?)] = NpgsqlDbType.Double,
        [typeof(decimal?)] = NpgsqlDbType.Numeric,
        [typeof(DateTimeOffset?)] = NpgsqlDbType.TimestampTz,
    }.ToFrozenDictionary();

    /// <summary>
    /// Npgsql parses names anew for every execution, and the runtime forgets what it knows of a type when nobody holds
    /// it, and makes code anew to read each property.
    /// </summary>
    private static readonly ConcurrentDictionary<(string Sql, Type Parameters), Numbered> Known = new();

    private readonly List<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> Read)> _asking = [];
    private readonly List<NpgsqlBatchCommand> _telling = [];
    private int _commit;

    public bool IsEmpty => _asking.Count + _telling.Count == 0;

    /// <summary>A statement whose parameters are the properties of an object.</summary>
    public static NpgsqlBatchCommand Command(string sql, object parameters)
    {
        var numbered = Known.GetOrAdd((sql, parameters.GetType()), named => Number(named.Sql, named.Parameters));
        var command = new NpgsqlBatchCommand(numbered.Sql);
        foreach (var property in numbered.Properties)
        {
            var parameter = new NpgsqlParameter { Value = property.GetValue(parameters) ?? DBNull.Value };
            if (parameter.Value == DBNull.Value && NullTypes.TryGetValue(property.PropertyType, out var type))
            {
                parameter.NpgsqlDbType = type;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>
    /// With $1 in place of each @Name that is a property, in the order of their first places; all else stays.
    /// </summary>
    private static Numbered Number(string sql, Type parameters)
    {
        var properties = parameters.GetProperties().ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        var used = new List<PropertyInfo>();
        var numbered = Name().Replace(sql, name =>
        {
            if (!properties.TryGetValue(name.Groups["name"].Value, out var property))
            {
                return name.Value;
            }

            if (!used.Contains(property))
            {
                used.Add(property);
            }

            return $"${used.IndexOf(property) + 1}";
        });
        return new Numbered(numbered, used);
    }

    [GeneratedRegex(@"(?<![\w@])@(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    public void Add(NpgsqlBatchCommand command) => _telling.Add(command);

    /// <summary>What is added from here on stands behind the commit.</summary>
    public void Commit()
    {
        _commit = _telling.Count;
        _telling.Add(new NpgsqlBatchCommand("commit"));
    }

    /// <summary>One whose rows are read; such statements come first.</summary>
    public void Add(NpgsqlBatchCommand command, Action<NpgsqlDataReader> read) => _asking.Add((command, read));

    /// <summary>
    /// Executes all. The answers of the outbox and of the claim are told apart by the name of their first column.
    /// </summary>
    public async Task<(IReadOnlyList<int> Parts, Claim? Claim)> ExecuteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        _asking.ForEach(asked => batch.BatchCommands.Add(asked.Command));
        _telling.ForEach(batch.BatchCommands.Add);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        foreach (var (_, read) in _asking)
        {
            while (await reader.ReadAsync(cancellation))
            {
                read(reader);
            }

            await reader.NextResultAsync(cancellation);
        }

        var parts = new List<int>(WireNames.Parts);
        try
        {
            do
            {
                switch (reader.FieldCount > 0 ? reader.GetName(0) : "")
                {
                    case OutboxStore.SaidPart:
                        while (await reader.ReadAsync(cancellation))
                        {
                            parts.Add(reader.GetInt16(0));
                        }

                        break;
                    case ClaimStore.ClaimedParts:
                        var claim = await ClaimStore.ReadAsync(
                            reader, connection, transaction, now, CancellationToken.None);
                        return (parts, claim.Parts.Count > 0 ? claim : null);
                    default:
                        break;
                }
            }
            while (await reader.NextResultAsync(parts.Count > 0 ? CancellationToken.None : cancellation));
        }
        catch (PostgresException e) when (IsBehindCommit(e.BatchCommand))
        {
            // Whatever becomes of the claim, the work is committed: the parts are woken, or found by the sweep.
        }

        return (parts, null);
    }

    private bool IsBehindCommit(NpgsqlBatchCommand? failed) =>
        failed is not null && _telling.IndexOf(failed) > _commit;

    /// <summary>A statement with numbers for names, and whose values they are.</summary>
    private sealed record Numbered(string Sql, IReadOnlyList<PropertyInfo> Properties);
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Outbox;

/// <summary>
/// The last round trip of a unit of work: what is left to store, the commit, and the claim behind it.
/// </summary>
internal sealed class Closing
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
    /// The runtime forgets what it knows of a type when nobody holds it, and makes code anew to read each property.
    /// </summary>
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly List<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> Read)> _asking = [];
    private readonly List<NpgsqlBatchCommand> _telling = [];
    private int _commit;

    public bool IsEmpty => _asking.Count + _telling.Count == 0;

    /// <summary>A statement whose parameters are the properties of an object.</summary>
    public static NpgsqlBatchCommand Command(string sql, object parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var property in Properties.GetOrAdd(parameters.GetType(), type => type.GetProperties()))
        {
            var parameter = new NpgsqlParameter(property.Name, property.GetValue(parameters) ?? DBNull.Value);
            if (parameter.Value == DBNull.Value && NullTypes.TryGetValue(property.PropertyType, out var type))
            {
                parameter.NpgsqlDbType = type;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

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
}

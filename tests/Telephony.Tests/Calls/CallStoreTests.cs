using CallCenter.Fixtures;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Tests.Houses;
using Npgsql;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Calls as they lie in PostgreSQL.</summary>
public sealed class CallStoreTests(Servers servers) : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.CreateVersion7();
    private static readonly Guid Bob = Guid.CreateVersion7();
    private ServiceDatabase _database = null!;
    private NpgsqlConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await ServiceDatabase.OpenAsync(servers, "telephony", typeof(TelephonyOptions).Assembly);
        _connection = await _database.Source.OpenConnectionAsync(House.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_agent_is_found_in_their_live_call_as_its_agent_or_third_party_and_not_when_they_have_left_it()
    {
        var call = await SaveAsync(await NewAsync(), one => one with { Assignment = Assigned(Ann) });
        Assert.Equal(call.CallId, (await OfAsync(Ann))?.CallId);
        Assert.Null(await OfAsync(Bob));

        call = await SaveAsync(call, one => one with { Third = Consulted(Bob) });
        Assert.Equal(call.CallId, (await OfAsync(Bob))?.CallId);

        call = await SaveAsync(call, one => one with { Assignment = null });
        Assert.Null(await OfAsync(Ann));
        Assert.Equal(call.CallId, (await OfAsync(Bob))?.CallId);

        await SaveAsync(call, one => one with { Phase = CallPhase.Ended });
        Assert.Null(await OfAsync(Bob));
    }

    [Fact]
    public async Task A_phone_is_busy_while_its_agent_or_supervisor_takes_part_in_a_call()
    {
        await _database.Source.CreateCommand(
            $"""
            insert into phone (agent_id, name, username, password, number, revision)
            values ('{Ann}', 'ann', 'ann', 'secret', 7, 1)
            """).ExecuteNonQueryAsync(House.Cancellation);
        await _database.Source.CreateCommand(
            $"insert into phone_reachable (agent_id, node) values ('{Ann}', 'n1')")
            .ExecuteNonQueryAsync(House.Cancellation);
        var call = await NewAsync();
        Assert.Equal("free", await StateAsync());

        call = await SaveAsync(call, one => one with { Supervision = Listening(Ann) });
        Assert.Equal("busy", await StateAsync());

        call = await SaveAsync(call, one => one with { Supervision = null });
        Assert.Equal("free", await StateAsync());

        await SaveAsync(call, one => one with { Assignment = Assigned(Ann) });
        Assert.Equal("busy", await StateAsync());
    }

    [Fact]
    public async Task A_change_that_brings_nobody_new_and_does_not_end_the_call_touches_no_index()
    {
        var call = await SaveAsync(await NewAsync(), one => one with { Assignment = Assigned(Ann) });
        var before = await InPlaceAsync();

        call = await SaveAsync(
            call, one => one with { Assignment = one.Assignment! with { RingingAt = CallStory.Noon } });
        call = await SaveAsync(call, one => one with { Phase = CallPhase.Talking });
        await SaveAsync(call, one => one with { Assignment = null });

        Assert.Equal(before + 3, await InPlaceAsync());
    }

    private static Assignment Assigned(Guid agentId) => new()
    {
        AssignmentId = Guid.CreateVersion7(), AgentId = agentId, QueueId = CallStory.Sales, Leg = "leg", Talk = "talk",
        RingUntilAt = CallStory.Noon,
    };

    private static CallCenter.Telephony.Calls.ThirdParty Consulted(Guid agentId) => new()
    {
        AgentId = agentId, Leg = "third", Talk = "talk", Stage = ThirdStage.Consulting, UntilAt = CallStory.Noon,
    };

    private static Supervision Listening(Guid supervisorId) => new()
    {
        SupervisorId = supervisorId, Leg = "leg", Ear = "ear", Talk = "talk", Mode = SupervisionModes.Monitor,
        UntilAt = CallStory.Noon,
    };

    private async Task<Call> NewAsync()
    {
        var call = new CallStory().Call with { Version = 1 };
        await using var work = await _database.Transactions.BeginAsync(House.Cancellation);
        CallStore.Insert(work, call);
        await work.CommitAsync(House.Cancellation);
        return call;
    }

    private async Task<Call> SaveAsync(Call call, Func<Call, Call> change)
    {
        var changed = change(call) with { Version = call.Version + 1 };
        await using var work = await _database.Transactions.BeginAsync(House.Cancellation);
        CallStore.Update(work, changed, CallStory.Noon);
        await work.CommitAsync(House.Cancellation);
        return changed;
    }

    private Task<Call?> OfAsync(Guid agentId) => CallStore.OfAgentAsync(_connection, agentId, House.Cancellation);

    private Task<string?> StateAsync() =>
        ControlStore.PhoneStateAsync(_connection, Ann, node: null, House.Cancellation);

    /// <summary>How many changes of calls were heap-only: written beside the row that they replace.</summary>
    private async Task<long> InPlaceAsync()
    {
        await _database.Source.CreateCommand("select pg_stat_force_next_flush()")
            .ExecuteNonQueryAsync(House.Cancellation);
        return await _database.OneAsync<long>(
            "select n_tup_hot_upd from pg_stat_user_tables where relname = 'call'");
    }
}

using System.Globalization;
using System.Text;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>Whatever an event socket says, nothing breaks and no call is stuck afterwards.</summary>
public sealed class EventFuzzTests(Servers servers)
{
    private const int Read = 96_000;
    private const int Heard = 4_000;
    private const int Legs = 40;

    [Fact]
    public void Any_event_is_read_or_passed_over()
    {
        var mutator = new Mutator(Seeds.Take());
        var unreadable = 0;
        for (var i = 0; i < Read; i++)
        {
            var json = Encoding.UTF8.GetBytes(mutator.Break(Sample(mutator)));
            if (json.Length > 0 && mutator.Random.Next(8) == 0)
            {
                json[mutator.Random.Next(json.Length)] = (byte)mutator.Random.Next(256);
            }

            try
            {
                unreadable += AriParsing.Event(json) is Unreadable ? 1 : 0;
            }
            catch (Exception fault)
            {
                Assert.Fail($"{fault} {Encoding.UTF8.GetString(json)}");
            }
        }

        // Neither all of it nor nothing: else the samples are no good.
        Assert.InRange(unreadable, Read / 20, Read * 19 / 20);
    }

    [Fact]
    public async Task Events_doubled_reordered_and_broken_leave_no_fault_and_no_call()
    {
        var mutator = new Mutator(Seeds.Take());
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(
            servers, fake.Address, started: true,
            options => options.ReconcileInterval = TimeSpan.FromMilliseconds(500));
        await house.AddNumberAsync(survey: false);
        for (var i = 0; i < Heard; i++)
        {
            var sample = Sample(mutator);
            fake.Say(mutator.Random.Next(3) == 0 ? sample : mutator.Break(sample));
        }

        fake.Arrive("last-1.1", House.Dialled, House.Caller);
        await ServeAsync(house, fake);
        await House.UntilAsync(
            async () => await house.OneAsync("select count(*)::text from call where ended_at is null") == "0",
            "the end of every call");
        Assert.NotEmpty(await house.EventsAsync<CallArrived>());
        // This switch has nothing that records.
        Assert.DoesNotContain(
            house.Replica.Faults, fault => !fault.Contains("did not answer the order", StringComparison.Ordinal));
        Assert.Equal(1, fake.Connections);
    }

    private static string Sample(Mutator mutator)
    {
        var leg = string.Create(CultureInfo.InvariantCulture, $"fuzz-1.{mutator.Random.Next(Legs)}");
        var known = $"{new Guid(mutator.Random.Next(Legs), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1):N}";
        return EventSamples.Of(
            mutator.Random.Next(EventSamples.Kinds),
            mutator.Random.Next(3) == 0 ? $"{known}.a.{known}" : leg, $"{known}.p.1",
            mutator.Random.Next(4) == 0 ? "0" : House.Dialled);
    }

    /// <summary>A call as any other, behind all of it.</summary>
    private static async Task ServeAsync(House house, FakeSwitch fake)
    {
        string? callId = null;
        await House.UntilAsync(
            async () => (callId = await house.OneAsync(
                "select call_id::text from call where snapshot->>'callerLeg' = 'last-1.1'")) is not null,
            "the call after the events");
        var call = Guid.Parse(callId!);
        await House.UntilAsync(async () => (await house.SaidAsync(call)).Contains(nameof(CallQueued)), "the queue");
        await house.AssignAsync(call, Guid.CreateVersion7());
        string? agentLeg = null;
        await House.UntilAsync(
            () => Task.FromResult((agentLeg = FaultTests.RungLeg(fake, call)) is not null), "an agent's leg");
        fake.AgentUp(agentLeg!);
        await House.UntilAsync(async () => (await house.SaidAsync(call)).Contains(nameof(CallAnswered)), "the talk");
        fake.AgentGone(agentLeg!, 0);
        fake.Leave("last-1.1");
        await House.UntilAsync(async () => (await house.SaidAsync(call)).Contains(nameof(CallEnded)), "the end");
    }
}

using CallCenter.Fixtures;
using CallCenter.Messaging.Outbox;
using Xunit;

namespace CallCenter.Messaging.Tests.Outbox;

/// <summary>A statement's names become the numbers that the database knows, once for all its executions.</summary>
public class ClosingTests(Servers servers)
{
    [Fact]
    public void Each_name_of_a_property_is_numbered_once_and_all_else_stays()
    {
        var command = Closing.Command(
            "select @B::jsonb @> @a, @b, (@Many)[1:@a], @@version, me@a, @unknown",
            new { A = 1, Many = (int[])[1, 2], Unused = 9, B = "{}" });

        Assert.Equal("select $1::jsonb @> $2, $1, ($3)[1:$2], @@version, me@a, @unknown", command.CommandText);
        Assert.Equal(["{}", 1, (int[])[1, 2]], command.Parameters.Select(p => p.Value));
        Assert.All(command.Parameters, p => Assert.Empty(p.ParameterName));
    }

    [Fact]
    public async Task Casts_slices_repeated_names_and_nulls_reach_the_database_as_they_were_meant()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        foreach (var text in (string?[])["""{"a": 1}""", null])
        {
            await using var work = await station.Transactions.BeginAsync(Station.Cancellation);
            var read = new List<(bool? Holds, int[] Slice)>();
            work.AtCommit(
                "select @Text::jsonb @> '{\"a\": 1}', (@Many)[1:@Least] where @Text::text is null or @Least = 2",
                new { Unused = 9, Many = (int[])[7, 8, 9], Least = 2, Text = text },
                row => read.Add((row.IsDBNull(0) ? null : row.GetBoolean(0), row.GetFieldValue<int[]>(1))));
            await work.CommitAsync(Station.Cancellation);

            var (holds, slice) = Assert.Single(read);
            Assert.Equal(text is null ? null : true, holds);
            Assert.Equal([7, 8], slice);
        }
    }
}

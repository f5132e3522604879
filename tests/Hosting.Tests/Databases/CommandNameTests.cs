using Xunit;

namespace CallCenter.Hosting.Tests.Databases;

public class CommandNameTests
{
    [Theory]
    [InlineData("select id, name from waiting_call where id = @Id", "select waiting_call")]
    [InlineData("\n  insert into msg.outbox (id) values (1)", "insert msg.outbox")]
    [InlineData("update agent set name = 'x' where id = 1", "update agent")]
    [InlineData("DELETE FROM agent", "delete agent")]
    [InlineData("with due as (select id from call) select id from due", "with call")]
    [InlineData("select pg_advisory_lock(1)", "select")]
    [InlineData("", "sql")]
    public void A_span_is_named_by_verb_and_table(string sql, string name) => Assert.Equal(name, CommandName.Of(sql));
}

namespace CallCenter.Local.Packages;

/// <summary>Which versions a rootfs holds; read from the programs themselves when it was made.</summary>
public sealed record RootfsContents
{
    public required string Suite { get; init; }

    public required string Asterisk { get; init; }

    public required string RabbitMq { get; init; }

    public required string PostgreSql { get; init; }

    public override string ToString() =>
        $"Asterisk {Asterisk}, RabbitMQ {RabbitMq}, PostgreSQL {PostgreSql} from Debian {Suite}";
}

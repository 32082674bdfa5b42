namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresAddressTests
{
    private const string Form = " Write postgres://user:password@host:port/database.";

    [Test]
    public void An_address_is_read_whole()
    {
        var settings = PostgresAddress.Read(new Uri(
            "postgres://us%40er:p%3Aass:%2Fword@db.example:6432/my%20db?SSL%20Mode=Require&Maximum Pool Size=20"
            + "&Timeout=9"));

        Assert.That(settings.Host, Is.EqualTo("db.example"));
        Assert.That(settings.Port, Is.EqualTo(6432));
        Assert.That(settings.Database, Is.EqualTo("my db"));
        Assert.That(settings.Username, Is.EqualTo("us@er"));
        Assert.That(settings.Password, Is.EqualTo("p:ass:/word"));
        Assert.That(settings.SslMode, Is.EqualTo(Npgsql.SslMode.Require));
        Assert.That(settings.MaxPoolSize, Is.EqualTo(20));
        Assert.That(settings.Timeout, Is.EqualTo(9));
    }

    [Test]
    public void What_an_address_leaves_out_has_a_default()
    {
        var settings = PostgresAddress.Read(new Uri("postgresql://app@localhost/messaging"));

        Assert.That(settings.Port, Is.EqualTo(5432));
        Assert.That(settings.Password, Is.Null);
        Assert.That(settings.Timeout, Is.EqualTo(5));
        Assert.That(settings.ApplicationName, Is.EqualTo("Messaging"));
    }

    [TestCase("postgres://app:secret@host:6432/messaging?Password=secret", "postgres://app@host:6432/messaging")]
    [TestCase("postgresql://app:sec:ret@[::1]/messaging", "postgres://app@[::1]:5432/messaging")]
    public void An_address_is_described_without_the_password(string address, string description) =>
        Assert.That(PostgresAddress.Describe(new Uri(address)), Is.EqualTo(description));

    [TestCase("postgres://app:app@localhost/messaging")]
    [TestCase("postgres://app@[::1]:5432/messaging?sslmode=disable")]
    public void A_good_address_has_no_faults(string address) => Assert.That(Faults(address), Is.Empty);

    [TestCase("postgres:///messaging", "it names no host." + Form, "it names no user." + Form)]
    [TestCase("postgres://app@localhost", "it names no database." + Form)]
    [TestCase("postgres://localhost/", "it names no database." + Form, "it names no user." + Form)]
    [TestCase("postgres://:secret@localhost/messaging", "it names no user." + Form)]
    [TestCase(
        "postgres://app@localhost/messaging?Nonsense=1",
        "its setting 'Nonsense' is none of Npgsql's connection string parameters.")]
    [TestCase(
        "postgres://app@localhost/messaging?SSL%20Mode=Maybe",
        "its setting 'SSL Mode' cannot be 'Maybe': Requested value 'Maybe' was not found.")]
    [TestCase(
        "postgres://app@localhost/messaging?Timeout",
        "its setting 'Timeout' cannot be '': The input string '' was not in a correct format.")]
    public void A_bad_address_has_its_faults_named(string address, params string[] faults) =>
        Assert.That(Faults(address), Is.EqualTo(faults));

    [Test]
    public void A_bad_address_is_not_read() =>
        Assert.That(
            () => PostgresAddress.Read(new Uri("postgres://app@localhost/messaging?Nonsense=1")),
            Throws.ArgumentException.With.Message.StartsWith("its setting 'Nonsense'"));

    [Test]
    public void Both_schemes_are_understood() =>
        Assert.That(new PostgresTaskStoreProvider().Schemes, Is.EqualTo(new[] { "postgres", "postgresql" }));

    private static IEnumerable<string> Faults(string address) =>
        new PostgresTaskStoreProvider().Faults(new Uri(address));
}

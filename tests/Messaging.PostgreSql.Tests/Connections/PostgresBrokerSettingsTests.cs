namespace Messaging.PostgreSql.Tests;

public sealed class PostgresBrokerSettingsTests
{
    private const string Form = " Write postgres://user:password@host:port/database.";

    [Test]
    public void An_address_says_where_the_server_is_and_nothing_more_is_needed()
    {
        var settings = PostgresBrokerSettings.Read(new("postgresql://us%40er:pass%3Aword@host/data%20base"));

        Assert.Multiple(() =>
        {
            Assert.That(settings.Connection.Host, Is.EqualTo("host"));
            Assert.That(settings.Connection.Port, Is.EqualTo(5432));
            Assert.That(settings.Connection.Username, Is.EqualTo("us@er"));
            Assert.That(settings.Connection.Password, Is.EqualTo("pass:word"));
            Assert.That(settings.Connection.Database, Is.EqualTo("data base"));
            Assert.That(settings.Connection.MaxPoolSize, Is.EqualTo(10));
            Assert.That(settings.Schema, Is.EqualTo("messaging_broker"));
            Assert.That(settings.LockTime, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(settings.Description, Does.Not.Contain("word"));
        });
    }

    [Test]
    public void Our_settings_and_those_of_Npgsql_may_follow()
    {
        var settings = PostgresBrokerSettings.Read(
            new("postgres://u:p@host:5433/d?schema=billing&Lock=5s&Maximum Pool Size=3&SSL Mode=Require"));

        Assert.Multiple(() =>
        {
            Assert.That(settings.Schema, Is.EqualTo("billing"));
            Assert.That(settings.LockTime, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(settings.Connection.MaxPoolSize, Is.EqualTo(3));
            Assert.That(settings.Connection.SslMode, Is.EqualTo(Npgsql.SslMode.Require));
        });
    }

    [TestCase("postgres://host/database", "it names no user." + Form)]
    [TestCase("postgres://user@host", "it names no database." + Form)]
    [TestCase(
        "postgres://u@host/d?schema=Big-Schema",
        "its setting 'schema' is 'Big-Schema'. Allowed: a lower-case letter or _, then up to 39 of a-z 0-9 _.")]
    [TestCase(
        "postgres://u@host/d?lock=soon",
        "its setting 'lock' is 'soon'. Allowed: whole seconds from 1s to 43200s; 30s if it is left out.")]
    [TestCase(
        "postgres://u@host/d?lock=0s",
        "its setting 'lock' is '0s'. Allowed: whole seconds from 1s to 43200s; 30s if it is left out.")]
    [TestCase(
        "postgres://u@host/d?schemas=one",
        "its setting 'schemas' is none of Npgsql's connection string parameters.")]
    public void A_fault_of_an_address_says_what_is_allowed(string address, string fault) =>
        Assert.That(PostgresBrokerSettings.Faults(new(address)), Is.EqualTo(new[] { fault }));

    [Test]
    public void An_address_without_faults_has_none() =>
        Assert.That(
            PostgresBrokerSettings.Faults(new("postgres://u:p@host/d?schema=a_1&lock=1s")), Is.Empty);
}

using System.Net.Sockets;
using Messaging.StateMachines;
using Messaging.Testing;
using Npgsql;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresFaultTests
{
    private static string Here => $"{PostgresTables.Server.Host}:{PostgresTables.Server.Port}";

    [Test]
    public void A_server_that_cannot_be_reached_is_unavailable() =>
        // Nothing listens on port 1.
        Assert.That(
            () => Prepare("postgres://app:secret@127.0.0.1:1/messaging"),
            Throws.TypeOf<TaskStoreUnavailableException>().With.Message.EqualTo(
                "The database postgres://app@127.0.0.1:1/messaging cannot be used: Connection refused. Check that "
                + "PostgreSQL runs there and that Messaging:Tracking:Store names it."));

    [Test]
    public void A_wrong_password_is_refused_and_not_repeated()
    {
        var refused = Assert.ThrowsAsync<TaskStoreRefusedException>(
            () => Prepare($"postgres://app:wrong-secret@{Here}/messaging"));

        Assert.That(refused.Message, Is.EqualTo(
            $"The database postgres://app@{Here}/messaging refuses us: password authentication failed for user "
            + "\"app\" (28P01). Check user and password, and the server's pg_hba.conf. It is set by "
            + "Messaging:Tracking:Store."));
        Assert.That(refused.ToString(), Does.Not.Contain("wrong-secret"));
    }

    [Test]
    public void A_missing_database_is_refused() =>
        Assert.That(
            () => Prepare($"postgres://app:app@{Here}/missing"),
            Throws.TypeOf<TaskStoreRefusedException>().With.Message.EqualTo(
                $"The database postgres://app@{Here}/missing refuses us: database \"missing\" does not exist (3D000). "
                + "Create the database, or name another one. It is set by Messaging:Tracking:Store."));

    [Test]
    public async Task A_user_without_rights_is_refused()
    {
        var user = $"t{Guid.NewGuid():N}";
        await using var administrator = PostgresTables.Connect("postgres");
        await using var create = administrator.CreateCommand($"CREATE ROLE {user} LOGIN PASSWORD 'secret'");
        await create.ExecuteNonQueryAsync();
        try
        {
            Assert.That(
                () => Prepare($"postgres://{user}:secret@{Here}/messaging"),
                Throws.TypeOf<TaskStoreRefusedException>().With.Message.EqualTo(
                    $"The database postgres://{user}@{Here}/messaging refuses us: permission denied for schema public "
                    + "(42501). Grant the user CREATE on the database's schema, and the rights on Messaging's tables. "
                    + "It is set by Messaging:Tracking:Store."));
        }
        finally
        {
            await using var drop = administrator.CreateCommand($"DROP ROLE {user}");
            await drop.ExecuteNonQueryAsync();
        }
    }

    [Test]
    public async Task Tables_that_are_gone_are_unavailable()
    {
        await using var tables = new PostgresTables();

        Assert.That(
            () => tables.Store.Load([Guid.NewGuid()], default),
            Throws.TypeOf<TaskStoreUnavailableException>().With.Message.StartsWith(
                $"The database postgres://app@{Here}/messaging cannot be used: relation "
                + $"\"{tables.Prefix}messaging_tasks\" does not exist (42P01)."));
    }

    [Test]
    public async Task Giving_up_is_no_fault()
    {
        await using var tables = new PostgresTables();
        await tables.Store.Prepare(default);
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();

        Assert.That(
            () => tables.Store.Load([Guid.NewGuid()], givenUp.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("22021", Description = "A character that the database cannot hold")]
    [TestCase("23502", Description = "A missing value")]
    [TestCase("54000", Description = "A value that is too long")]
    public void Faults_of_the_data_are_not_of_the_server(string sqlState) =>
        Assert.That(PostgresFault.IsOfTheServer(Fault(sqlState)), Is.False);

    [TestCase("40P01", Description = "A deadlock")]
    [TestCase("53300", Description = "Too many connections")]
    [TestCase("57P01", Description = "A shutdown")]
    [TestCase("57P03", Description = "A server that is starting up")]
    public void All_other_faults_are_of_the_server(string sqlState)
    {
        Assert.That(PostgresFault.IsOfTheServer(Fault(sqlState)), Is.True);
        Assert.That(
            new PostgresFault("postgres://app@host:5432/messaging").Describe(Fault(sqlState)),
            Is.TypeOf<TaskStoreUnavailableException>().With.Message.StartsWith(
                $"The database postgres://app@host:5432/messaging cannot be used: no luck ({sqlState})."));
    }

    [Test]
    public void What_breaks_a_connection_is_a_fault_of_the_server()
    {
        Exception[] faults =
            [new NpgsqlException("fault"), new SocketException(1), new TimeoutException(), new IOException()];

        Assert.That(faults.Select(PostgresFault.IsOfTheServer), Is.All.True);
        Assert.That(PostgresFault.IsOfTheServer(new InvalidOperationException()), Is.False);
    }

    private static PostgresException Fault(string sqlState) => new("no luck", "ERROR", "ERROR", sqlState);

    private static async Task Prepare(string address)
    {
        await using var store = (PostgresTaskStore)new PostgresTaskStoreProvider()
            .Open(new Uri(address), "unused_").Tasks;
        await store.Prepare(default);
    }
}

using System.Net.Sockets;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>Tells what is wrong with the database in words that help.</summary>
internal sealed class PostgresFault(string address)
{
    /// <summary>
    /// Faults of the data itself stop one batch. All others are of the server or its settings, and pass: the events
    /// wait.
    /// </summary>
    public static bool IsOfTheServer(Exception exception) => exception switch
    {
        // A row on its way into a partition that is just being made.
        PostgresException { SqlState: "23514" } => true,
        PostgresException { SqlState: [.. var kind, _, _, _] } => kind is not ("22" or "23" or "54"),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        // What we have closed ourselves.
        ObjectDisposedException { ObjectName: [.., 'D', 'a', 't', 'a', 'S', 'o', 'u', 'r', 'c', 'e'] } => false,
        // Once Npgsql knows that a connection is lost it takes each further use of it for a mistake of the caller.
        ObjectDisposedException or InvalidOperationException { Source: nameof(Npgsql) } => true,
        _ => false,
    };

    /// <summary>Uses the database, and throws what the port knows if it cannot be used.</summary>
    public async Task<T> Use<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (Exception exception) when (IsOfTheServer(exception))
        {
            throw Describe(exception);
        }
    }

    /// <summary>The fault as the port knows it.</summary>
    public Exception Describe(Exception exception) => exception switch
    {
        PostgresException { SqlState: "28P01" or "28000" } refused => Refused(
            refused, "Check user and password, and the server's pg_hba.conf."),
        PostgresException { SqlState: "3D000" } refused => Refused(
            refused, "Create the database, or name another one."),
        PostgresException { SqlState: "42501" } refused => Refused(
            refused, "Grant the user CREATE on the database's schema, and the rights on Messaging's tables."),
        _ => new TaskStoreUnavailableException(
            $"The database {address} cannot be used: {Reason(exception)} Check that PostgreSQL runs there and that "
            + "Messaging:Tracking:Store names it.",
            exception),
    };

    private TaskStoreRefusedException Refused(PostgresException exception, string remedy) => new(
        $"The database {address} refuses us: {exception.MessageText} ({exception.SqlState}). {remedy} "
        + "It is set by Messaging:Tracking:Store.",
        exception);

    private static string Reason(Exception exception)
    {
        var reason = exception is PostgresException postgres
            ? $"{postgres.MessageText} ({postgres.SqlState})"
            : exception.InnerException?.Message ?? exception.Message;
        return reason.EndsWith('.') ? reason : reason + ".";
    }
}
